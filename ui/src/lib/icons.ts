/** Drawn on a 24-unit square, line 2 wide. */
export const SHAPES = {
  sun: "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8M12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2M5.3 5.3l1.4 1.4M17.3 17.3l1.4 1.4M5.3 18.7l1.4-1.4M17.3 6.7l1.4-1.4",
  house: "M3.5 11.5 12 4l8.5 7.5M6 9.8V20h12V9.8M10 20v-5.5h4V20",
  grid: "M9 21 11 3h2l2 18M6 8h12M5 12.5h14M10.3 9l4.2 9M13.7 9l-4.2 9",
  battery: "M3 8.5h15.5v8H3zM21 11v3M6 11.5v2M9 11.5v2M12 11.5v2",
  switch: "M12 3.5V12M7.2 6.2a8 8 0 1 0 9.6 0",
  refused: "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17M6 6l12 12",
  mode: "M12 12.5a4 4 0 1 0 0-8 4 4 0 0 0 0 8M4.5 20.5c.6-3.6 3.6-5.5 7.5-5.5s6.9 1.9 7.5 5.5",
  fault: "M12 4 2.8 20h18.4zM12 10v4.5M12 17.2v.3",
  script: "M8 7.5 3.5 12 8 16.5M16 7.5l4.5 4.5-4.5 4.5M13.5 5l-3 14",
  device: "M7 9.5h10v4a5 5 0 0 1-10 0zM9.5 9.5V4.5M14.5 9.5V4.5M12 18.5v3",
  mode_file: "M6 3.5h8l4 4v13H6zM14 3.5v4h4M9 12h6M9 16h6",
  clock: "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17M12 7.5V12l3 2.5",
  open: "M6 9.5l6 6 6-6",
  close: "M6 6l12 12M18 6 6 18",
  check: "M5 12.5l4.5 4.5L19 7.5",
} as const;
export type IconName = keyof typeof SHAPES;
