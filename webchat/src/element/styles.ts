import buttons from "../styles/buttons.css?inline";
import cards from "../styles/cards.css?inline";
import composer from "../styles/composer.css?inline";
import log from "../styles/log.css?inline";
import panel from "../styles/panel.css?inline";
import rating from "../styles/rating.css?inline";
import request from "../styles/request.css?inline";
import theme from "../styles/theme.css?inline";

/** Adopted as constructed style sheets, which a strict `style-src` allows. */
export const styleSheets: readonly string[] = [theme, log, buttons, cards, rating, composer, panel, request];
