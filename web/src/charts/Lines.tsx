import { formatNumber, formatPeriod } from '../format';
import { useWording } from '../wording';
import { linear, lonely, path, type Scale, tickDecimals, ticks } from './scale';
import { useWidth } from './width';

export interface Course {
  key: string;
  name: string;
  values: (number | null)[];
  /** Lines are told apart by stroke and by name, not by colour alone. */
  style: 'city' | 'other' | number;
}

interface Props {
  periods: string[];
  courses: Course[];
  span: [number, number];
  unit: string;
  title: string;
  /** Periods from which values cannot be compared with earlier ones. */
  breaks?: string[];
  height?: number;
  /** How wide it is on a sheet, where that is not the whole one. */
  sheet?: number;
}

const LEFT = 46;
const BOTTOM = 26;
const TOP = 12;
const LINE_HEIGHT = 15;
/** Room for the names at the ends of the lines, and how wide a letter of them is at most. */
const LEAST_NAMES = 60;
const LETTER = 7.6;
const NARROW = 440;

/** Names are cut only where not even a third of the chart holds them. */
function roomFor(courses: Course[], width: number): number {
  const longest = Math.max(0, ...courses.map((course) => (named(course) ? course.name.length : 0)));
  return Math.min(width / 3, Math.max(LEAST_NAMES, 10 + LETTER * longest));
}

const named = (course: Course) => course.style !== 'other';

function shortened(name: string, room: number): string {
  const letters = Math.max(4, Math.floor(room / LETTER));
  return name.length > letters ? `${name.slice(0, letters - 1)}…` : name;
}

function Axes({ periods, marks, x, y, width, height }: AxesProps) {
  const { t, language } = useWording();
  const digits = tickDecimals(marks);
  const room = Math.max(1, Math.floor((width - LEFT) / 52));
  const every = Math.ceil(periods.length / room);
  return (
    <g class="axes">
      {marks.map((mark) => (
        <g key={mark}>
          <path class={mark === 0 ? 'grid grid-zero' : 'grid'} d={`M${LEFT} ${y(mark)}H${width}`} />
          <text class="tick" x={LEFT - 6} y={y(mark) + 4} text-anchor="end">
            {formatNumber(mark, digits, language)}
          </text>
        </g>
      ))}
      {periods.map(
        (period, at) =>
          (periods.length - 1 - at) % every === 0 && (
            <text key={period} class="tick" x={x(at)} y={height - 8} text-anchor="middle">
              {formatPeriod(period, language, t)}
            </text>
          ),
      )}
    </g>
  );
}

interface AxesProps {
  periods: string[];
  marks: number[];
  x: Scale;
  y: Scale;
  width: number;
  height: number;
}

/** Names at the ends of the lines, moved apart where they would cover each other. */
function placed(courses: Course[], y: Scale, height: number): { course: Course; at: number }[] {
  const ends = courses.flatMap((course) => {
    const last = course.values.findLast((value) => value !== null) ?? null;
    return last === null || !named(course) ? [] : [{ course, at: y(last) }];
  });
  ends.sort((a, b) => a.at - b.at);
  let least = TOP;
  for (const end of ends) {
    end.at = Math.max(end.at, least);
    least = end.at + LINE_HEIGHT;
  }
  let most = height - BOTTOM;
  for (const end of ends.toReversed()) {
    end.at = Math.min(end.at, most);
    most = end.at - LINE_HEIGHT;
  }
  return ends;
}

function CourseLine({ course, x, y }: { course: Course; x: Scale; y: Scale }) {
  const name = `course course-${course.style}`;
  return (
    <g class={name}>
      <path d={path(course.values, x, y)} />
      {(course.style === 'other' ? lonely(course.values) : course.values.map((_, at) => at)).map(
        (at) => {
          const value = course.values[at] ?? null;
          return value === null ? null : <circle key={at} cx={x(at)} cy={y(value)} r="2.6" />;
        },
      )}
    </g>
  );
}

/** Lines over time on one scale. The numbers stand in a table beside it. */
export function Lines(props: Props) {
  const { periods, courses, span, title, breaks = [], height = 340, sheet } = props;
  const [box, width] = useWidth<HTMLDivElement>(640, sheet);
  // On a narrow screen the names stand above the ends of their lines, not behind them.
  const behind = width >= NARROW;
  const room = behind ? roomFor(courses, width) : width - LEFT - 6;
  const right = behind ? width - room : width - 6;
  const marks = ticks(span[0], span[1]);
  const x = linear([0, Math.max(1, periods.length - 1)], [LEFT + 12, right - 8]);
  const domain: [number, number] = [marks[0] ?? span[0], marks.at(-1) ?? span[1]];
  const y = linear(domain, [height - BOTTOM, TOP]);
  return (
    <div class="chart-box" ref={box}>
      <svg class="chart" viewBox={`0 0 ${width} ${height}`} role="img" aria-label={title}>
        <Axes periods={periods} marks={marks} x={x} y={y} width={right} height={height} />
        {breaks
          .map((period) => periods.indexOf(period))
          .filter((at) => at > 0)
          .map((at) => (
            <path key={at} class="chart-break" d={`M${x(at - 0.5)} ${TOP}V${height - BOTTOM}`} />
          ))}
        {courses.map((course) => (
          <CourseLine key={course.key} course={course} x={x} y={y} />
        ))}
        {placed(courses, y, height).map(({ course, at }) => (
          <text
            key={course.key}
            class={`end end-${course.style}`}
            x={right - 2}
            y={behind ? at + 4 : at - 7}
            text-anchor={behind ? 'start' : 'end'}
          >
            {shortened(course.name, room)}
          </text>
        ))}
      </svg>
    </div>
  );
}
