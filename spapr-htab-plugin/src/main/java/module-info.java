// SPDX-License-Identifier: Apache-2.0
import org.jspecify.annotations.NullMarked;

/** The section spapr/htab. */
@NullMarked
module org.savevm4j.spapr.htab {
  requires org.savevm4j;
  requires static org.jspecify;
}
