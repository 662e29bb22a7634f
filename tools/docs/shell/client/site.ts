// Runs on every page: colours, navigation, contents and search.
import { followColours } from "./colour-mode.ts";
import { followContents } from "./follow-contents.ts";
import { followNavigation } from "./follow-navigation.ts";
import { offerSearch } from "./offer-search.ts";

followColours();
followNavigation();
followContents();
offerSearch();
