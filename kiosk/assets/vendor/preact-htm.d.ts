import type { VNode } from "preact";

export { Component, h, render } from "preact";
export type { ComponentChildren, RefObject, VNode } from "preact";
export { useCallback, useEffect, useLayoutEffect, useMemo, useReducer, useRef, useState } from "preact/hooks";
export function html(strings: TemplateStringsArray, ...values: unknown[]): VNode<any>;
