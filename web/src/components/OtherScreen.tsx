import type { FunctionComponent } from 'preact';
import { Problem } from '../api';
import { useLazy } from '../lazy';
import type { ScreenProps } from '../screens/props';
import type { Screen } from '../state';
import { useWording } from '../wording';
import { Failure } from './Failure';

type Loader = () => Promise<FunctionComponent<ScreenProps>>;

/** Screens whose code comes when they are first looked at. */
const LOADERS: Record<Exclude<Screen, 'map'>, Loader> = {
  priority: async () => (await import('../screens/PriorityScreen')).PriorityScreen,
  profile: async () => (await import('../screens/ProfileScreen')).ProfileScreen,
  comparison: async () => (await import('../screens/ComparisonScreen')).ComparisonScreen,
  correlation: async () => (await import('../screens/CorrelationScreen')).CorrelationScreen,
  development: async () => (await import('../screens/DevelopmentScreen')).DevelopmentScreen,
  check: async () => (await import('../screens/CheckScreen')).CheckScreen,
  sources: async () => (await import('../screens/SourcesScreen')).SourcesScreen,
};

export function OtherScreen(props: ScreenProps) {
  const { t } = useWording();
  const { screen } = props.query;
  const load = LOADERS[screen === 'map' ? 'sources' : screen];
  const { component: Shown, failed, retry } = useLazy(load, screen);
  if (failed) return <Failure error={new Problem(0, '', '')} hasView={false} retry={retry} />;
  return Shown ? <Shown {...props} /> : <p class="waiting">{t('app.loading')}</p>;
}
