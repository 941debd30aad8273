// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.mmu;

import org.savevm4j.hpt.HashPageTable;

/**
 * A vCPU's own way from effective addresses to real ones, as a processor goes it: protection is
 * checked, R and C are set in the entry, and what was found is cached. For the vCPU's thread inside
 * a step, or anyone while the guest is paused.
 *
 * <p>Takes an entry's lock only to set R or C, which marks the slot. A real address is good until
 * the guest takes the page away; it is the guest's business that no vCPU is in the midst of an
 * access to a page that another one frees.
 */
public final class VcpuMmu {

  /** In place of a real address, which is never negative. */
  public static final long MISS = -1;

  private final CurrentTable tables;
  private final Slb slb;
  private final Invalidations invalidations;
  private final TranslationCache cache = new TranslationCache();
  private TranslationResult miss = new SegmentMiss(0);

  /**
   * The MMU of one vCPU, with nothing cached.
   *
   * @param slb the vCPU's
   * @param invalidations shared with all that change entries of these tables
   */
  public VcpuMmu(CurrentTable tables, Slb slb, Invalidations invalidations) {
    this.tables = tables;
    this.slb = slb;
    this.invalidations = invalidations;
  }

  /**
   * Translates the address of an access and notes the access in the entry. Allocates nothing if the
   * page is in the cache.
   *
   * @param msr {@link HashMmu#MSR_DR}, {@link HashMmu#MSR_IR} and {@link HashMmu#MSR_PR} count
   * @return the real address in bytes, not compared with the size of RAM; or {@link #MISS}, then
   *     {@link #miss} tells why
   * @throws IllegalStateException if the address is to be translated and the guest is radix, whose
   *     translations the stub does not do
   */
  public long access(long msr, long ea, Access access) {
    if ((msr & access.relocation()) == 0) {
      return ea & HashMmu.REAL_MODE;
    }
    HashPageTable table = tables.current();
    if (table == null) {
      throw new IllegalStateException("a radix guest has no hashed page table");
    }
    cache.use(table);
    int index = slb.lookup(ea);
    long vsidWord = index < 0 ? 0 : slb.vsid(index);
    int baseShift = PageSize.baseShift(vsidWord);
    int line = index < 0 || baseShift < 0 ? -1 : cache.find(ea >>> baseShift, vsidWord);
    if (line >= 0 && invalidations.count(cache.slot(line)) == cache.count(line)) {
      long dword1 = cache.dword1(line);
      if ((dword1 & access.recorded()) == access.recorded()
          && Protection.permits(dword1, vsidWord, msr, access)) {
        return FoundEntry.ra(dword1, cache.pageShift(line), ea);
      }
    }
    Segment segment = Segment.of(slb, ea);
    return segment == null ? missed(new SegmentMiss(ea)) : walk(table, segment, msr, ea, access);
  }

  /** Why the last access that was answered with {@link #MISS} was. */
  public TranslationResult miss() {
    return miss;
  }

  /** Searches the table, until what was found is still so after it was judged. */
  private long walk(HashPageTable table, Segment segment, long msr, long ea, Access access) {
    long hash = segment.primaryHash(ea);
    while (true) {
      // the counts come first: what is stored from then on changes them
      long count = count(table, hash);
      FoundEntry found = EntrySearch.primary(table, segment, ea);
      if (found == null) {
        count = count(table, HptHash.secondary(hash));
        found = EntrySearch.secondary(table, segment, ea);
      }
      if (found == null) {
        return missed(new EntryMiss(ea, segment.index(), segment.vsid(), hash));
      }
      boolean permitted = Protection.permits(found.dword1(), segment.vsidWord(), msr, access);
      if (isStill(table, found, count, permitted ? access.recorded() : 0)) {
        return permitted
            ? hit(segment, found, count, access, ea)
            : missed(new ProtectionMiss(ea, segment.index(), found.slot(), found.dword1(), access));
      }
    }
  }

  /**
   * Whether an entry was, at one moment since the count was read, as it was found; sets {@code
   * bits} in it if so.
   */
  private boolean isStill(HashPageTable table, FoundEntry found, long count, long bits) {
    if ((found.dword1() & bits) == bits) {
      return invalidations.count(found.slot()) == count;
    }
    return table.setReferencedChanged(found.slot(), found.dword0(), found.dword1(), bits);
  }

  private long hit(Segment segment, FoundEntry found, long count, Access access, long ea) {
    if (!found.locked()) {
      long dword1 = found.dword1() | access.recorded();
      cache.put(ea >>> segment.baseShift(), segment.vsidWord(), found, count, dword1);
    }
    return found.ra(ea);
  }

  private long missed(TranslationResult reason) {
    miss = reason;
    return MISS;
  }

  private long count(HashPageTable table, long hash) {
    return invalidations.count(HptHash.firstSlot(hash, table.geometry()));
  }
}
