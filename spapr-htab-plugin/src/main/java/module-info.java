// SPDX-License-Identifier: Apache-2.0
import org.jspecify.annotations.NullMarked;

/** The section spapr/htab. */
@NullMarked
module org.savevm4j.spapr.htab {
  requires com.github.luben.zstd_jni;
  requires org.savevm4j;
  requires static org.jspecify;

  provides org.savevm4j.packed.BlockCodec with
      org.savevm4j.spapr.htab.ZstdCodec;
  provides org.savevm4j.section.SectionProvider with
      org.savevm4j.spapr.htab.HtabSectionProvider;
}
