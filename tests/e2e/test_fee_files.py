"""Fee rules from a spreadsheet's file, and where the catalogue contradicts itself, on the page for money."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect


def test_fee_rules_come_from_a_file_after_its_mistakes_are_told_by_row(demo, screens, tmp_path):
    sheet = (
        "Mã thủ tục;Cách nộp;Loại;Tên khoản thu;Đơn vị tính;Mức thu;Miễn, giảm;Căn cứ pháp lý;Hiệu lực từ\n"
        "2.000635;Trực tiếp;Phí;Phí trích lục hộ tịch;bản;8.000;Trẻ em: 100;Thông tư 281/2016/TT-BTC;01/01/2026\n"
    )
    (tmp_path / "sai.csv").write_text(sheet.replace("8.000", "8"), encoding="utf-8")
    (tmp_path / "phi.csv").write_text(sheet, encoding="utf-8")
    manager = screens.open(demo.manager.replace("/manager", "/money"), 1366, 1000)
    manager.get_by_label("Tên đăng nhập").fill("quanly")
    manager.get_by_label("Mật khẩu").fill(demo.passwords["quanly"])
    manager.keyboard.press("Enter")
    manager.get_by_label("Tệp").set_input_files(tmp_path / "sai.csv")
    manager.get_by_role("button", name="Đề xuất các quy định này").click()
    expect(manager.get_by_text("Dòng 2: “8” (cột “Mức thu (đồng)”) dưới 1.000 đồng")).to_be_visible()
    manager.get_by_label("Tệp").set_input_files(tmp_path / "phi.csv")
    manager.get_by_role("button", name="Kiểm tra").click()
    expect(manager.get_by_text("Mới: 1. Đã có: 0. Chưa ghi gì.")).to_be_visible()
    manager.get_by_role("button", name="Đề xuất các quy định này").click()
    proposed = manager.get_by_role("article").filter(has_text="Phí trích lục hộ tịch")
    expect(proposed).to_contain_text("Trẻ em 100%")
    manager.get_by_role("button", name="Dưới 1.000 đồng").click()
    expect(manager.get_by_text("Không có thủ tục nào.")).to_be_visible()
    assert Axe().run(manager).response["violations"] == []
    screens.keep(manager, "fee-file", whole=True)
