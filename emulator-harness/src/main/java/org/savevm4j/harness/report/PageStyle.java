// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.report;

/** Rules of this page beside those that all pages have: light, dark, roomy, narrow. */
final class PageStyle {

  static final String STYLE =
      """
      :root { --o1: #d3e3fd; --o2: #9cc0f7; --o3: #5c93e8; --o4: #2763c4; --o5: #0d357a; \
      --h1: #fde2c0; --h2: #f8ba7a; --h3: #e98a37; --h4: #b85a0c; --h5: #6f3300; }
      @media (prefers-color-scheme: dark) { :root { --o1: #1f3a5f; --o2: #2c5a96; --o3: #4a85d0; \
      --o4: #84b3f7; --o5: #d0e2ff; --h1: #4d3113; --h2: #85501a; --h3: #c1772b; --h4: #f3b45c; \
      --h5: #ffe6bf; } }
      .o1 { fill: var(--o1); } .o2 { fill: var(--o2); } .o3 { fill: var(--o3); } \
      .o4 { fill: var(--o4); } .o5 { fill: var(--o5); }
      .h1 { fill: var(--h1); } .h2 { fill: var(--h2); } .h3 { fill: var(--h3); } \
      .h4 { fill: var(--h4); } .h5 { fill: var(--h5); } .none { fill: var(--band); }
      .source { fill: var(--s0); stroke: var(--s0); } \
      .destination { fill: var(--s2); stroke: var(--s2); } .part { fill-opacity: .45; }
      svg text { fill: var(--ink); font: .8125rem system-ui, sans-serif; } \
      .tick { stroke: var(--grid); }
      .label { paint-order: stroke; stroke: var(--paper); stroke-width: 3px; }
      .soft { color: var(--soft); margin: .2rem 0; }
      .bad { border-left: .25rem solid var(--s1); padding: .2rem 1rem; background: var(--band); \
      overflow-wrap: anywhere; }
      .tiles { display: grid; grid-template-columns: repeat(auto-fill, minmax(9.5rem, 1fr)); \
      gap: .75rem; margin: 1.5rem 0; }
      .tiles div { background: var(--band); padding: .6rem .8rem; border-radius: .4rem; }
      .tiles dt { color: var(--soft); font-size: .875rem; } \
      .tiles dd { margin: 0; font-size: 1.25rem; font-weight: 600; }
      .legend { list-style: none; display: flex; flex-wrap: wrap; gap: .2rem 1rem; padding: 0; }
      .legend li { display: flex; align-items: center; gap: .4rem; } \
      .key { width: 1em; height: 1em; flex: none; border: 1px solid var(--grid); }
      .narrow { display: none; }
      @media (max-width: 44rem) { .roomy { display: none; } .narrow { display: block; } \
      th, td { padding: .2rem; } table { font-size: .8rem; } }
      details { margin: 1rem 0; }
      """;

  private PageStyle() {}
}
