// SPDX-License-Identifier: Apache-2.0
/**
 * Device state, declared once: save, load and VMDESC are all derived from the declaration.
 *
 * <p>A {@link org.savevm4j.state.DeviceState} is an ordered list of {@link
 * org.savevm4j.state.Field}s and a list of {@link org.savevm4j.state.Subsection}s that are sent
 * only when needed. Saving walks the owner through the fields. Loading gets every value first and
 * answers a {@link org.savevm4j.state.Staged}; the owner changes when that is applied, so a load
 * that fails half way has changed nothing. {@link org.savevm4j.state.StateDescription} is the tree
 * from which a host writes its VMDESC.
 *
 * <p>Both directions run on one thread with the guest paused.
 */
package org.savevm4j.state;
