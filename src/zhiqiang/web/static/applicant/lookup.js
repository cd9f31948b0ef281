// The page of set values: its industry field can be searched.

import { Picker } from "./picker.js";

document.querySelectorAll("[data-picker]").forEach((root) => new Picker(root));
