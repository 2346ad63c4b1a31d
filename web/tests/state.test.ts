import { describe, expect, it } from 'vitest';
import { resolve } from '../src/choice';
import { dataKey, formatQuery, isFixed, parseQuery } from '../src/state';
import { city } from './sample';

describe('the address', () => {
  it('keeps every choice through a round trip', () => {
    const search =
      '?ansicht=vergleich&stadt=musterstadt&ebene=ortsteil&indikator=quote&jahr=2021-06&methode=fisher_jenks&klassen=7' +
      '&gebiet=0%C3%A4%261&gebiete=01,02&mit=anteil&definition=status&hinweise=aus&vergleich=2021&geglaettet=ja' +
      '&grenzen=fest&deckkraft=60&nur=darueber' +
      '&kontext=wasser,bahn&sortierung=-wert' +
      '&ausschnitt=12.5/51.0255/13.6400&sprache=en';
    expect(formatQuery(parseQuery(search))).toBe(search);
  });

  it('is empty when nothing was chosen', () => {
    expect(formatQuery(parseQuery(''))).toBe('');
  });

  it('tells no context layers from all of them', () => {
    expect(parseQuery('?kontext=keine').context).toEqual([]);
    expect(parseQuery('').context).toBeNull();
    expect(formatQuery(parseQuery('?kontext=keine'))).toBe('?kontext=keine');
  });

  it('ignores methods, class counts and viewports that do not exist', () => {
    const query = parseQuery('?methode=magie&klassen=99&ausschnitt=../..');
    expect([query.method, query.classes, query.viewport]).toEqual([null, null, null]);
    expect(query.ignored).toEqual(['magie', '99', '../..']);
  });

  it('knows its screens by their German words and names an unknown one', () => {
    expect(parseQuery('?ansicht=zusammenhaenge').screen).toBe('correlation');
    expect(parseQuery('?ansicht=karte').ignored).toEqual([]);
    const lost = parseQuery('?ansicht=orakel&nur=schoene&deckkraft=140&grenzen=los');
    expect([lost.screen, lost.only, lost.opacity, lost.scale]).toEqual(['map', null, null, null]);
    expect(lost.ignored).toEqual(['orakel', 'los', '140', 'schoene']);
  });

  it('compares each area once and four at most', () => {
    expect(parseQuery('?gebiete=1,2,2,3,4,5').areas).toEqual(['1', '2', '3', '4']);
  });

  it('fixes the breaks as soon as times are compared, unless told otherwise', () => {
    const fixed = (search: string) => isFixed(parseQuery(search));
    expect(fixed('')).toBe(false);
    expect(fixed('?vergleich=ohne')).toBe(false);
    expect(fixed('?vergleich=2019')).toBe(true);
    expect(fixed('?vergleich=2019&grenzen=zeitpunkt')).toBe(false);
    expect(fixed('?grenzen=fest')).toBe(true);
  });

  it('does not call its own words ignored', () => {
    const own = '?methode=quantiles&klassen=5&sortierung=name&sprache=de&ausschnitt=9/51/13';
    expect(parseQuery(own).ignored).toEqual([]);
    expect(parseQuery('?sortierung=-name&sprache=en').ignored).toEqual([]);
  });

  it('asks for no new data when only the selected area changes', () => {
    expect(dataKey(parseQuery('?gebiet=01'))).toBe(dataKey(parseQuery('?gebiet=02')));
    expect(dataKey(parseQuery('?jahr=2021'))).not.toBe(dataKey(parseQuery('?jahr=2023')));
  });
});

describe('the earlier time', () => {
  const resolved = (search: string) => resolve(parseQuery(search), city);

  it('is the one before unless another or none is asked for', () => {
    expect(resolved('')?.earlier).toBe('2021');
    expect(resolved('?vergleich=2021')?.earlier).toBe('2021');
    expect(resolved('?vergleich=ohne')?.earlier).toBeNull();
    expect(resolved('?vergleich=ohne')?.unknown).toEqual([]);
  });

  it('cannot be later than the one shown, and an unknown one is named', () => {
    expect(resolved('?jahr=2021&vergleich=2023')?.earlier).toBeNull();
    expect(resolved('?vergleich=1848')?.unknown).toEqual(['1848']);
    expect(resolved('?vergleich=1848')?.earlier).toBe('2021');
  });
});

describe('a choice', () => {
  it('falls back to what the city shows first', () => {
    const choice = resolve(parseQuery(''), city);
    expect([choice?.level.id, choice?.indicator.id, choice?.period]).toEqual([
      'ortsteil',
      'quote',
      '2023',
    ]);
    expect(choice?.unknown).toEqual([]);
  });

  it('says which words of the address are unknown', () => {
    const choice = resolve(parseQuery('?ebene=mond&jahr=1848'), city);
    expect(choice?.unknown).toEqual(['mond', '1848']);
    expect(choice?.period).toBe('2023');
  });

  it('has no period on a level that refuses the indicator', () => {
    expect(resolve(parseQuery('?ebene=bezirk'), city)?.period).toBeNull();
  });
});
