@echo off
rem The browser of a kiosk box on Windows. Put a shortcut to it into the start-up folder (shell:startup) of the user that
rem is signed in by itself. It opens the kiosk page, and opens it again whenever the browser has ended.
set EDGE="%ProgramFiles(x86)%\Microsoft\Edge\Application\msedge.exe"
:again
start "" /wait %EDGE% --kiosk http://127.0.0.1:8001/ --edge-kiosk-type=fullscreen --no-first-run --user-data-dir="%LOCALAPPDATA%\Motcua"
timeout /t 2 /nobreak >nul
goto again
