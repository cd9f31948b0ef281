// A long list of options with a field to search it: the ARIA combobox pattern over the select that is there anyway.

import { search } from "./search.js";
import { element, say } from "./words.js";

const tables = new Map();

export class Picker {
  constructor(root) {
    this.root = root;
    this.select = root.querySelector("select");
    this.english = document.documentElement.lang === "en";
    this.build();
    this.input.addEventListener("input", () => this.look());
    this.input.addEventListener("focus", () => { this.input.select(); this.load(); });
    this.input.addEventListener("click", () => this.look(true));
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.input.addEventListener("blur", () => this.leave());
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) this.pick(option.dataset.code);
    });
    this.select.addEventListener("zq:filled", () => this.show());
    this.show();
  }

  build() {
    const { select } = this;
    this.input = element("input", "zq-input");
    const { input } = this;
    input.id = select.id;
    select.id = `${select.id}--code`;
    this.list = element("ul", "zq-picker__list");
    this.list.id = `${input.id}--list`;
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", document.querySelector(`label[for="${CSS.escape(input.id)}"]`)?.textContent.trim() || "");
    this.list.hidden = true;
    const settings = { role: "combobox", "aria-expanded": "false", "aria-controls": this.list.id, "aria-autocomplete": "list", autocomplete: "off", spellcheck: "false", placeholder: say("pick_hint"), type: "text" };
    for (const [name, value] of Object.entries(settings)) input.setAttribute(name, value);
    const described = select.getAttribute("aria-describedby");
    if (described) input.setAttribute("aria-describedby", described);
    this.said = element("span", "visually-hidden");
    this.said.setAttribute("aria-live", "polite");
    select.classList.add("visually-hidden");
    select.tabIndex = -1;
    select.setAttribute("aria-hidden", "true");
    this.clear = element("button", "ap-pick__clear", "×");
    this.clear.type = "button";
    this.clear.setAttribute("aria-label", say("clear_pick"));
    this.clear.addEventListener("click", () => { this.pick(""); this.input.focus(); });
    this.root.append(input, this.clear, this.list, this.said);
  }

  /** The table's options: from the server once, or, while it cannot be reached, from the select itself. */
  async load() {
    const { url } = this.root.dataset;
    if (!tables.has(url)) tables.set(url, fetch(url).then((answer) => (answer.ok ? answer.json() : Promise.reject(answer.status))));
    try {
      this.options = (await tables.get(url)).options;
    } catch {
      tables.delete(url);
      this.options = [...this.select.options].filter((one) => one.value).map((one) => ({ code: one.value, name: one.text.replace(/^\S+\s/, ""), name_en: one.text, pinyin: "", section: "", section_name: one.parentElement.label || "", section_name_en: one.parentElement.label || "", section_pinyin: "" }));
    }
  }

  show() {
    const option = this.select.selectedOptions[0];
    this.input.value = option?.value ? option.text : "";
    this.clear.hidden = !option?.value;
    this.close();
  }

  async look(all = false) {
    if (!this.options) await this.load();
    const query = all && this.input.value === (this.select.selectedOptions[0]?.value ? this.select.selectedOptions[0].text : "") ? "" : this.input.value;
    const found = search(this.options, query, query ? 12 : 200);
    this.list.replaceChildren(...found.map((one, n) => this.line(one, n)));
    if (!found.length) this.list.append(element("li", "ap-pick__none", say("no_option")));
    this.said.textContent = found.length ? say("options_found", { n: found.length }) : say("no_option");
    this.list.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
    const chosen = found.findIndex((one) => one.code === this.select.value);
    this.point(query ? 0 : Math.max(0, chosen));
  }

  line(one, n) {
    const line = element("li");
    line.id = `${this.list.id}-${n}`;
    line.dataset.code = one.code;
    line.setAttribute("role", "option");
    line.setAttribute("aria-selected", "false");
    const name = this.english && one.name_en ? one.name_en : one.name;
    const group = this.english && one.section_name_en ? one.section_name_en : one.section_name;
    line.append(element("span", "zq-picker__code", one.code), element("span", "", name), element("span", "zq-picker__group", `${one.section} ${group}`.trim()));
    return line;
  }

  point(at) {
    const lines = [...this.list.querySelectorAll("[role=option]")];
    this.at = Math.max(0, Math.min(at, lines.length - 1));
    lines.forEach((line, n) => line.setAttribute("aria-selected", String(n === this.at)));
    const line = lines[this.at];
    if (line) {
      this.input.setAttribute("aria-activedescendant", line.id);
      line.scrollIntoView({ block: "nearest" });
    } else this.input.removeAttribute("aria-activedescendant");
  }

  key(event) {
    if (event.isComposing) return;
    const open = !this.list.hidden;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (open) this.point(this.at + (event.key === "ArrowDown" ? 1 : -1));
      else this.look(true);
    } else if (event.key === "Enter" && open) {
      event.preventDefault();
      const line = this.list.querySelector('[aria-selected="true"]');
      if (line) this.pick(line.dataset.code);
    } else if (event.key === "Escape" && (open || this.input.value)) {
      event.preventDefault();
      this.show();
    }
  }

  pick(code) {
    this.select.value = code;
    this.select.dispatchEvent(new Event("change", { bubbles: true }));
    this.show();
  }

  /** Left without a choice: an empty field is no answer, anything else goes back to what was chosen. */
  leave() {
    if (this.input.value.trim() === "" && this.select.value) this.pick("");
    else this.show();
  }

  close() {
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }
}
