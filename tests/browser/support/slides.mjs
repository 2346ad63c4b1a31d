// How the tests walk through presentations.

import { choices } from "./page.mjs";
import { ready } from "./browser.mjs";

export const PROJECTOR = { width: 1280, height: 720 };
export const TOKEN = "ein-langes-Wort-fuer-die-Fachplanung";
export const SHOW = "/?ansicht=vortrag&stadt=musterstadt&vortrag=rundgang";

export async function signIn(page) {
  await page.click(".sign-in > button");
  await page.fill("[name=token]", TOKEN);
  await page.keyboard.press("Enter");
  await page.waitForSelector(".banner-internal");
  await ready(page);
}

export const message = (page) => page.innerText(".slide-stage .slide-message");

export async function press(page, key) {
  await page.keyboard.press(key);
  await ready(page);
}

/** Number and mode that the address names. */
export function standing(page) {
  const { folie = null, modus = null } = choices(page);
  return { folie, modus };
}

/** Words on the slide that are smaller than 24 px, and bodies that do not hold what is in them. */
export function tooSmall(page) {
  return page.evaluate(() => {
    const found = [];
    const walker = document.createTreeWalker(document.querySelector(".slide-stage"), NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const { fontSize } = getComputedStyle(node.parentElement);
      const hidden = node.parentElement.closest(".visually-hidden");
      if (node.data.trim() && !hidden && Number.parseFloat(fontSize) < 23.99) found.push(`${fontSize}: ${node.data}`);
    }
    const slide = document.querySelector(".slide-stage .slide");
    const foot = slide.querySelector(".slide-foot").getBoundingClientRect();
    for (const element of slide.querySelectorAll(".slide-body *")) {
      const box = element.getBoundingClientRect();
      if (element.closest(".visually-hidden") || box.height === 0) continue;
      if (box.bottom > foot.top + 1) found.push(`over the foot: ${element.tagName} ${element.textContent.slice(0, 40)}`);
      if (box.right > innerWidth + 1) found.push(`over the edge: ${element.tagName}`);
    }
    return found;
  });
}
