import type { ComponentChildren } from 'preact';

/** A table that rolls inside its own box where the screen is too narrow. */
export function TableBox({ label, children }: { label: string; children: ComponentChildren }) {
  return (
    <section
      class="table-box card-table"
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling box must be reachable by keyboard
      tabIndex={0}
    >
      {children}
    </section>
  );
}
