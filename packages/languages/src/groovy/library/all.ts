import "./object.ts";
import "./message.ts";
import "./json/slurper.ts";
import "./time/local-date.ts";
