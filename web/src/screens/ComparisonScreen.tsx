import { AreasComparison } from '../comparison/Areas';
import { MultiplesComparison } from '../comparison/Multiples';
import { SwipeComparison } from '../comparison/Swipe';
import { Heading } from '../components/Heading';
import { Link } from '../components/Link';
import type { Key } from '../i18n';
import { COMPARING, type Comparing } from '../state';
import { useWording } from '../wording';
import type { ScreenProps } from './props';
import '../style/screens.css';
import '../style/compare.css';

const NAMES: Record<Comparing, Key> = {
  areas: 'compare.of_areas',
  swipe: 'compare.of_maps',
  multiples: 'compare.of_periods',
};

const BODIES = {
  areas: AreasComparison,
  swipe: SwipeComparison,
  multiples: MultiplesComparison,
};

/** Areas side by side, two maps in one frame, or one map per period. */
export function ComparisonScreen(props: ScreenProps) {
  const { t } = useWording();
  const { view, query } = props;
  const Body = BODIES[query.comparing];
  // Areas are compared in all indicators, not in the chosen one.
  const note = query.comparing === 'areas' ? t('compare.range_note') : view.values?.interval.note;
  return (
    <div class="screen">
      <Heading screen="comparison">{t('screen.comparison')}</Heading>
      <nav class="ways" aria-label={t('compare.ways')}>
        <ul>
          {COMPARING.map((comparing) => (
            <li key={comparing}>
              <Link class="way" to={{ comparing }} current={comparing === query.comparing}>
                {t(NAMES[comparing])}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      <Body {...props} />
      <p class="field-help">
        {t('notes.people')} {note}
      </p>
    </div>
  );
}
