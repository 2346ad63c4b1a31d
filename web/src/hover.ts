import { useEffect, useState } from 'preact/hooks';

/** The area under the pointer. Only what shows it is drawn anew, not the whole page. */
let hovered: number | null = null;
const listeners = new Set<(id: number | null) => void>();

export function hover(id: number | null): void {
  if (id === hovered) return;
  hovered = id;
  for (const listener of listeners) listener(id);
}

export function useHovered(): number | null {
  const [id, setId] = useState(hovered);
  useEffect(() => {
    listeners.add(setId);
    return () => {
      listeners.delete(setId);
    };
  }, []);
  return id;
}
