import type { FunctionComponent } from 'preact';
import { Problem } from '../api';
import { useLazy } from '../lazy';
import type { ScreenProps } from '../screens/props';
import type { Screen } from '../state';
import { useWording } from '../wording';
import { Failure } from './Failure';

type Loader = () => Promise<FunctionComponent<ScreenProps>>;

/** Screens whose code comes when they are first looked at. */
const LOADERS: Record<Exclude<Screen, 'map' | 'conference'>, Loader> = {
  priority: async () => (await import('../screens/PriorityScreen')).PriorityScreen,
  profile: async () => (await import('../screens/ProfileScreen')).ProfileScreen,
  comparison: async () => (await import('../screens/ComparisonScreen')).ComparisonScreen,
  correlation: async () => (await import('../screens/CorrelationScreen')).CorrelationScreen,
  development: async () => (await import('../screens/DevelopmentScreen')).DevelopmentScreen,
  check: async () => (await import('../screens/CheckScreen')).CheckScreen,
  slides: async () => (await import('../screens/SlidesScreen')).SlidesScreen,
  sources: async () => (await import('../screens/SourcesScreen')).SourcesScreen,
};

export function OtherScreen(props: ScreenProps) {
  const { t } = useWording();
  const { screen } = props.query;
  // The map is drawn elsewhere. A conference is about an area, which is chosen on its profile.
  const shown = screen === 'map' || screen === 'conference' ? 'profile' : screen;
  const { component: Shown, failed, retry } = useLazy(LOADERS[shown], shown);
  if (failed) return <Failure error={new Problem(0, '', '')} hasView={false} retry={retry} />;
  return Shown ? <Shown {...props} /> : <p class="waiting waiting-city">{t('app.loading')}</p>;
}
