// Entry of every page. All of it is enhancement: each page works without.
import "./dialog.js";
import "./suggest.js";
import { startChat } from "./chat.js";
import "./chatpanel.js";
import { start } from "./live.js";

start();
startChat();
