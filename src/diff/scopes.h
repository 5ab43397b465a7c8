/* SPDX-License-Identifier: GPL-2.0 */
/*
 * scopes - where in the source static locals are declared, from DWARF
 */
#ifndef KMEND_DIFF_SCOPES_H
#define KMEND_DIFF_SCOPES_H

#include "diff/model.h"

/**
 * Sets piece->scope of each static local of @side: "function, type", from
 * @arena. What cannot be read has none.
 */
void scopes_read(struct arena *arena, struct side *side);

/** May the two be one variable, as far as their scopes tell? */
bool scopes_agree(const struct piece *a, const struct piece *b);

#endif
