import type { ComponentChildren } from 'preact';
import { TableBox } from './TableBox';

interface Props {
  label: string;
  /** What stands above the table; the label where nothing else is said. */
  caption?: string;
  columns: { name: string; number?: boolean }[];
  class?: string;
  /** The rows. */
  children: ComponentChildren;
}

/** A table with a caption and one row of heads, which stand over their numbers. */
export function HeadedTable({ label, caption, columns, class: name, children }: Props) {
  return (
    <TableBox label={label}>
      <table class={name}>
        <caption>
          <span>{caption ?? label}</span>
        </caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.name} scope="col" class={column.number ? 'plain number' : 'plain'}>
                {column.name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </TableBox>
  );
}
