import { followColours } from "./colours.ts";
import { followContents } from "./contents.ts";
import { followNavigation } from "./navigation.ts";
import { offerSearch } from "./search.ts";

followColours();
followNavigation();
followContents();
offerSearch();
