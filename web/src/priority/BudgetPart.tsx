import { useId, useState } from 'preact/hooks';
import type { Asked } from '../ask';
import { Failure } from '../components/Failure';
import { FileLink } from '../components/FileLink';
import { TableBox } from '../components/TableBox';
import { formatNumber, formatSigned } from '../format';
import type { View } from '../model';
import { byName } from '../names';
import { choosePriority, type Query } from '../state';
import type { Indicator } from '../types';
import { dataLanguage, useWording } from '../wording';
import type { Budget, Ranking } from './answers';
import { budgetAddress, type Scene } from './asking';
import type { BudgetChoice } from './choice';
import { NumberInput } from './NumberInput';
import { readEuros } from './rows';
import type { Scenario } from './tuning';

interface Props {
  view: View;
  query: Query;
  ranking: Ranking;
  scene: Scene;
  scenario: Scenario;
  asked: Asked<Budget>;
}

/** What the server takes where nothing is said. */
const SHARE = 50;
const EXTRA = 1;

function put(query: Query, patch: Partial<BudgetChoice>): void {
  choosePriority({ budget: { ...query.priority.budget, ...patch } });
}

/** Numbers of persons, and sums of money, as far as their units tell. */
export function countsOf(indicators: Indicator[]): { heads: Indicator[]; amounts: Indicator[] } {
  const plain = indicators.filter(({ unit }) => !/%|\bje\b|\bpro\b|\/|²/.test(unit));
  const isMoney = ({ unit }: Indicator) => /€|Euro|EUR/.test(unit);
  return {
    heads: plain.filter(
      (item) => item.decimals === 0 && item.direction === 'neutral' && !isMoney(item),
    ),
    amounts: plain.filter(isMoney),
  };
}

interface EurosProps {
  name: string;
  label: string;
  value: string | null;
  commit: (value: string | null) => void;
}

/** An amount of euros as people write it. */
function Euros({ name, label, value, commit }: EurosProps) {
  const { t, language } = useWording();
  const id = useId();
  const [wrong, setWrong] = useState(false);
  const cents = value?.includes('.') ? 2 : 0;
  return (
    <div class="field">
      <label class="field-label" for={id}>
        {label}
      </label>
      <span class="number-box">
        <input
          id={id}
          type="text"
          inputMode="decimal"
          name={name}
          key={value}
          defaultValue={value === null ? '' : formatNumber(Number(value), cents, language)}
          aria-invalid={wrong}
          aria-describedby={wrong ? `${id}-fehler` : undefined}
          onChange={(event) => {
            const text = event.currentTarget.value.trim();
            const euros = text === '' ? null : readEuros(text);
            setWrong(text !== '' && euros === null);
            if (text === '' || euros !== null) commit(euros);
          }}
        />
        <span>€</span>
      </span>
      {wrong && (
        <p class="field-error" id={`${id}-fehler`} role="alert">
          {t('prio.expected_euros')}
        </p>
      )}
    </div>
  );
}

function ShareSlider({ query }: { query: Query }) {
  const { t, language } = useWording();
  const id = useId();
  const share = query.priority.budget.share ?? SHARE;
  const text = (value: number) => `${formatNumber(value, 0, language)} %`;
  const [shown, setShown] = useState<number | null>(null);
  return (
    <div class="field">
      <label class="field-label" for={id}>
        {t('prio.base_share')}: <strong>{text(shown ?? share)}</strong>
      </label>
      <input
        id={id}
        type="range"
        name="sockel"
        min={0}
        max={100}
        step={5}
        value={share}
        aria-valuetext={text(shown ?? share)}
        onInput={(event) => setShown(Number(event.currentTarget.value))}
        onChange={(event) => {
          setShown(null);
          put(query, { share: Number(event.currentTarget.value) });
        }}
      />
      <p class="field-help">{t('prio.base_share_help')}</p>
    </div>
  );
}

function Factors({ query, ranking }: { query: Query; ranking: Ranking }) {
  const { t } = useWording();
  const { budget } = query.priority;
  const byClass = budget.factors !== null;
  const factors = ranking.classes.map((_, at) => budget.factors?.[at] ?? 1);
  const radio = (chosen: boolean, label: string, patch: Partial<BudgetChoice>) => (
    <label class="check">
      <input type="radio" name="faktor" checked={chosen} onChange={() => put(query, patch)} />
      <span>{label}</span>
    </label>
  );
  return (
    <fieldset class="field factors">
      <legend class="field-label">{t('prio.factor')}</legend>
      {radio(!byClass, t('prio.factor_index'), { factors: null })}
      {radio(byClass, t('prio.factor_class'), {
        factors: ranking.classes.map((_, at) => 1 + at / 2),
      })}
      {byClass ? (
        ranking.class_labels.map((label, at) => (
          <NumberInput
            key={label}
            name={`faktor-${at + 1}`}
            label={label}
            visibleLabel
            value={factors[at] ?? 1}
            least={0.01}
            most={100}
            commit={(next) => put(query, { factors: factors.with(at, next) })}
          />
        ))
      ) : (
        <NumberInput
          name="zuschlag"
          label={t('prio.extra')}
          visibleLabel
          value={budget.extra ?? EXTRA}
          least={0}
          most={100}
          commit={(extra) => put(query, { extra })}
        />
      )}
    </fieldset>
  );
}

function Heads({ view, query, ranking }: { view: View; query: Query; ranking: Ranking }) {
  const wording = useWording();
  const { t } = wording;
  const { heads } = countsOf(view.city.indicators);
  const usual = ranking.children ?? ranking.floor?.indicator ?? heads[0]?.id ?? '';
  return (
    <label class="field">
      <span class="field-label">{t('prio.heads')}</span>
      <select
        name="koepfe"
        value={query.priority.budget.heads ?? usual}
        onChange={(event) => put(query, { heads: event.currentTarget.value })}
      >
        {heads.map(({ id, name }) => (
          <option key={id} value={id} lang={dataLanguage(wording)}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}

function Cap({ view, query }: { view: View; query: Query }) {
  const wording = useWording();
  const { t } = wording;
  const { amounts } = countsOf(view.city.indicators);
  const { budget } = query.priority;
  if (amounts.length === 0) return <p class="field-help">{t('prio.no_amounts')}</p>;
  return (
    <>
      <label class="field">
        <span class="field-label">{t('prio.current')}</span>
        <select
          name="bisher"
          value={budget.current ?? ''}
          onChange={(event) => put(query, { current: event.currentTarget.value || null })}
        >
          <option value="">{t('prio.without')}</option>
          {amounts.map(({ id, name }) => (
            <option key={id} value={id} lang={dataLanguage(wording)}>
              {name}
            </option>
          ))}
        </select>
      </label>
      {budget.current !== null && (
        <>
          <NumberInput
            name="grenze"
            label={t('prio.cap')}
            visibleLabel
            unit="%"
            value={budget.cap ?? 100}
            least={0}
            most={100}
            commit={(cap) => put(query, { cap })}
          />
          <Euros
            name="betrag-bisher"
            label={t('prio.last_total')}
            value={budget.lastTotal}
            commit={(lastTotal) => put(query, { lastTotal })}
          />
        </>
      )}
    </>
  );
}

function money(cents: number | null, language: 'de' | 'en', sign = false): string {
  if (cents === null) return '–';
  const format = sign ? formatSigned : formatNumber;
  return format(cents / 100, 2, language);
}

type Line = Budget['areas'][number];

function AreaLine({ line, answer, ranking }: { line: Line; answer: Budget; ranking: Ranking }) {
  const wording = useWording();
  const { t, language } = wording;
  const at = ranking.classes.indexOf(line.class ?? '');
  return (
    <tr data-code={line.code}>
      <th scope="row" class="col-file">
        <span lang={dataLanguage(wording)}>{line.name}</span>
        {line.remark && <small>{line.remark}</small>}
      </th>
      <td class="number">{line.people === null ? '–' : formatNumber(line.people, 0, language)}</td>
      <td class="col-class">{ranking.class_labels[at] ?? '–'}</td>
      <td class="number">{line.factor === null ? '–' : formatNumber(line.factor, 2, language)}</td>
      <td class="number col-amount">
        <strong>{money(line.cents, language)}</strong>
        {line.capped && <small>{t(`prio.capped_${line.capped}`)}</small>}
      </td>
      <td class="number">
        {line.cents_per_head === null ? '–' : money(Math.round(line.cents_per_head), language)}
      </td>
      <td class="number">{money(line.to_by_heads_cents, language, true)}</td>
      {answer.current && (
        <>
          <td class="number">{money(line.current_cents, language)}</td>
          <td class="number">{money(line.to_current_cents, language, true)}</td>
        </>
      )}
    </tr>
  );
}

function BudgetTable({ answer, ranking }: { answer: Budget; ranking: Ranking }) {
  const { t, language } = useWording();
  const rows = answer.areas.toSorted(byName);
  // Whole cents add up without any rounding.
  const sum = rows.reduce((total, { cents }) => total + (cents ?? 0), 0);
  const heads = ['people', 'class', 'factor', 'amount', 'per_head', 'to_heads'] as const;
  return (
    <TableBox label={t('prio.budget_table')}>
      <table class="ranking budget-table">
        <caption>
          <span>
            {t('prio.budget_caption', {
              total: money(answer.total_cents, language),
              shared: answer.shared,
              heads: answer.population.name,
              people: formatNumber(answer.people, 0, language),
            })}
          </span>
        </caption>
        <thead>
          <tr>
            <th scope="col" class="plain">
              {t('prio.area')}
            </th>
            {heads.map((name) => (
              <th key={name} scope="col" class={name === 'class' ? 'plain' : 'plain number'}>
                {name === 'people' ? answer.population.name : t(`prio.budget_${name}`)}
              </th>
            ))}
            {answer.current && (
              <>
                <th scope="col" class="plain number">
                  {answer.current.name}
                </th>
                <th scope="col" class="plain number">
                  {t('prio.budget_to_current')}
                </th>
              </>
            )}
          </tr>
        </thead>
        <tbody>
          {rows.map((line) => (
            <AreaLine key={line.id} line={line} answer={answer} ranking={ranking} />
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row" class="col-file">
              {t('prio.sum')}
            </th>
            <td class="number">{formatNumber(answer.people, 0, language)}</td>
            <td colSpan={2} />
            <td class="number col-amount">
              <strong>{money(sum, language)}</strong>
            </td>
            <td colSpan={answer.current ? 4 : 2} />
          </tr>
        </tfoot>
      </table>
    </TableBox>
  );
}

/** An amount shared out by heads and need, as an example to think with. */
export function BudgetPart({ view, query, ranking, scene, scenario, asked }: Props) {
  const { t } = useWording();
  const { answer, error, retry, slow } = asked;
  const usual = ranking.children ?? ranking.floor?.indicator ?? null;
  const budget = { ...query.priority.budget, heads: query.priority.budget.heads ?? usual };
  return (
    <section class="part" aria-label={t('prio.part_budget')} aria-busy={slow}>
      <p class="lead">{t('prio.budget_lead')}</p>
      <p class="notice">{t('prio.budget_entitlement')}</p>
      <div class="choose-row card budget-form">
        <Euros
          name="betrag"
          label={t('prio.total')}
          value={budget.total}
          commit={(total) => put(query, { total })}
        />
        <Heads view={view} query={query} ranking={ranking} />
        <ShareSlider query={query} />
        <Factors query={query} ranking={ranking} />
        <div class="field">
          <Cap view={view} query={query} />
        </div>
      </div>
      {error !== null && <Failure error={error} hasView={answer !== null} retry={retry} />}
      {budget.total === null && <p class="notice">{t('prio.budget_empty')}</p>}
      {answer && (
        <>
          <BudgetTable answer={answer} ranking={ranking} />
          <p>
            <FileLink href={budgetAddress(scene, scenario, budget, 'budget.csv')} download>
              {t('prio.budget_csv')}
            </FileLink>
          </p>
          <p class="field-help">{answer.note}</p>
        </>
      )}
    </section>
  );
}
