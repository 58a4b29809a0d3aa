import { mount } from "svelte";
import App from "./App.svelte";
import "./app.css";

const target = document.getElementById("app");
if (target) {
  // what stood there while this came over a slow net
  target.replaceChildren();
  mount(App, { target });
}
