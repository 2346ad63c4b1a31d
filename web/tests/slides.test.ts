import { describe, expect, it } from 'vitest';
import { axis, roomBelow, together } from '../src/slides/content';
import { idOf } from '../src/slides/file';
import { formatQuery, parseQuery } from '../src/state';

describe('the address of a slide', () => {
  it('keeps presentation, slide and mode through a round trip', () => {
    for (const search of [
      '?ansicht=vortrag&stadt=musterstadt&vortrag=rundgang&folie=3',
      '?ansicht=vortrag&stadt=musterstadt&vortrag=rundgang&folie=3&modus=uebersicht&sprache=en',
      '?ansicht=vortrag&vortrag=rundgang&modus=handzettel',
      '?ansicht=konferenz&stadt=musterstadt&ebene=stadtbezirk&gebiet=1&folie=2',
    ]) {
      expect(formatQuery(parseQuery(search))).toBe(search);
    }
  });

  it('belongs to the screens that show slides', () => {
    const query = parseQuery('?ansicht=vortrag&vortrag=rundgang&folie=3&modus=bearbeiten');
    expect(query.mode).toBe('edit');
    expect(formatQuery({ ...query, screen: 'map' })).toBe('');
  });

  it('names no slide that cannot be counted to', () => {
    for (const folie of ['0', '-1', '1.5', 'zwei', '9999', '']) {
      expect(parseQuery(`?ansicht=vortrag&folie=${folie}`).slide).toBeNull();
    }
    expect(parseQuery('?ansicht=vortrag&modus=traum').ignored).toEqual(['traum']);
  });
});

describe('a slide', () => {
  it('gets a file name out of any title', () => {
    expect(idOf('Übersicht: Kinder & Jugend 2026!')).toBe('uebersicht-kinder-jugend-2026');
    expect(idOf('Straße')).toBe('strasse');
    expect(idOf('…')).toBe('vortrag');
    expect(idOf('-'.repeat(9) + 'a'.repeat(90))).toBe('a'.repeat(60));
  });

  it('has bars that begin at zero', () => {
    const at = axis([10, 40, null, 20]);
    expect([at(10), at(40), at(0), at(null)]).toEqual([0.25, 1, 0, null]);
    const below = axis([-10, 30]);
    expect([below(-10), below(30)]).toEqual([0, 1]);
    expect(axis([null])(null)).toBeNull();
  });

  it('says once what all its lines share', () => {
    const item = (status: string) => ({ name: 'A', detail: '', status });
    const same = together('Index', [item('auffällig'), item('auffällig')], '');
    expect(same.subject).toBe('Index · auffällig');
    expect(same.body.items.map(({ status }) => status)).toEqual(['', '']);
    const mixed = together('Index', [item('auffällig'), item('beschlossen')], '');
    expect(mixed.subject).toBe('Index');
    expect(mixed.body.items.map(({ status }) => status)).toEqual(['auffällig', 'beschlossen']);
  });

  it('leaves more room below a short message, and hints out where they are not wanted', () => {
    const low = Number(roomBelow('x'.repeat(100)).height);
    expect(Number(roomBelow('kurz').height)).toBeGreaterThan(low);
    expect(roomBelow('kurz', false).without?.split(',')).toContain('flags');
    expect(roomBelow('kurz').without?.split(',')).not.toContain('flags');
  });
});
