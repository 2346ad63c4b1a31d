import type { View } from '../model';
import type { Query } from '../state';

/** What every screen gets: the shown picture, what is asked for now, and whether the two still differ. */
export interface ScreenProps {
  view: View;
  query: Query;
  pending: boolean;
}
