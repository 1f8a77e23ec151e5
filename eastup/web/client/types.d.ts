// What the page's scripts find around them, for `tsc --checkJs`.
declare const L: any;
declare const DATA: any;
interface Window { eastup: object }
interface CanvasRenderingContext2D { letterSpacing: string }
interface Array<T> { findLastIndex(test: (value: T) => boolean): number; plane?: number[] }
