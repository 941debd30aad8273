// SPDX-License-Identifier: Apache-2.0
import org.jspecify.annotations.NullMarked;

/** The savevm framework, the stub machine and the command line. Plugins are found at run time. */
@NullMarked
module org.savevm4j.harness {
  requires HdrHistogram;
  requires info.picocli;
  requires java.desktop;
  requires java.management;
  requires jdk.jfr;
  requires jdk.net;
  requires org.jfree.jfreechart;
  requires org.jfree.svg;
  requires org.jline.reader;
  requires org.jline.terminal;
  requires org.lz4.java;
  requires org.savevm4j;
  requires static org.jspecify;
  requires tools.jackson.databind;

  uses org.savevm4j.packed.BlockCodec;
  uses org.savevm4j.section.SectionProvider;

  opens org.savevm4j.harness.cli to
      info.picocli;
  opens org.savevm4j.harness.report to
      tools.jackson.databind;
  opens org.savevm4j.harness.savevm to
      tools.jackson.databind;
}
