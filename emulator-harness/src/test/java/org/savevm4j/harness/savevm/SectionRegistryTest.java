// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.savevm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.savevm4j.section.Section;
import org.savevm4j.section.SectionHost;
import org.savevm4j.section.SectionProvider;

class SectionRegistryTest {

  @Test
  void findsThePageTablesProviderWithoutNamingItsClass() {
    SectionProvider provider = SectionRegistry.read().provider("spapr/htab");
    assertEquals(0, provider.instanceId());
  }

  @Test
  void missListsTheNamesThereAreAndTheirJars() {
    SectionRegistryException miss =
        assertThrows(
            SectionRegistryException.class, () -> SectionRegistry.read().provider("acme/nvram"));
    String message = String.valueOf(miss.getMessage());
    assertTrue(message.contains("nobody provides section \"acme/nvram\""), message);
    assertTrue(message.contains("spapr/htab from "), message);
  }

  @Test
  void missWithNoProvidersSaysSo() {
    SectionRegistry empty = SectionRegistry.of(List.of());
    SectionRegistryException miss =
        assertThrows(SectionRegistryException.class, () -> empty.provider("spapr/htab"));
    assertTrue(String.valueOf(miss.getMessage()).contains("There are no providers at all"));
  }

  @Test
  void twoProvidersOfOneNameAreRefusedNamingBoth() {
    List<SectionProvider> twins = List.of(new First(), new Second());
    SectionRegistryException refused =
        assertThrows(SectionRegistryException.class, () -> SectionRegistry.of(twins));
    String message = String.valueOf(refused.getMessage());
    assertTrue(message.contains("two providers of section \"acme/twin\""), message);
    assertTrue(message.contains("SectionRegistryTest$First in /"), message);
    assertTrue(message.contains("SectionRegistryTest$Second in /"), message);
  }

  private static class First implements SectionProvider {

    @Override
    public String name() {
      return "acme/twin";
    }

    @Override
    public long instanceId() {
      return 0;
    }

    @Override
    public Section open(SectionHost host) {
      throw new UnsupportedOperationException("never opened");
    }
  }

  private static final class Second extends First {}
}
