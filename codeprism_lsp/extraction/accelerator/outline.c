/* Outline facts of one text, natively: parse, match the outline query, build the columns.
 *
 * The Python code beside this folder says what facts are; this file says the same again, and tests hold the
 * two equal. It knows no language: queries come compiled to arrays (`program.py`), tables as plain numbers. It
 * calls nothing of Python, so that a caller holds no lock meanwhile, and keeps no state between texts, so that
 * any number of threads may use one engine.
 *
 * Matching differs from the engine of the parser's library, which tries all patterns at once at every node: here
 * the tree is laid out as one array in pre-order, and a pattern is tried only at nodes of its first symbol,
 * by backtracking over that array.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <tree_sitter/api.h>

#include "language.h"
#include "subtree.h"
#include "tree.h"

#if defined(_WIN32)
#define EXPORT __declspec(dllexport)
#else
#define EXPORT __attribute__((visibility("default")))
#endif

/* -- memory --------------------------------------------------------------------------------------------------
 * While a text is worked on, everything the parser asks for comes from an arena of this thread, which is
 * emptied as a whole afterwards: trees are never taken apart node by node.
 */

#define UNIT 16
#define CLASSES 64              /* sizes up to UNIT * CLASSES are kept in lists by size */
#define CHUNK ((size_t)1 << 20)
#define KEPT_CHUNKS 24          /* chunks that an idle thread keeps */

typedef struct Header {
    size_t units;               /* 0: from the system */
    struct Header *next;        /* of a chunk or of the large blocks of an arena */
    struct Header *previous;
    size_t padding;
} Header;

#define HEAD sizeof(Header)

typedef struct {
    int active;
    char *at, *end;
    char **chunks;
    size_t chunk_count, chunk_room, chunk_used;
    void *lists[CLASSES + 1];
    Header large;               /* ring of blocks beyond the classes */
} Arena;

typedef struct { size_t units; size_t padding; } Small;   /* header of a block of a class */

static _Thread_local Arena *arena;

static void fail(void) { abort(); }   /* out of memory: the process is at its end anyway */

static void *arena_large(size_t size) {
    Header *header = malloc(HEAD + size);
    if (!header) fail();
    header->units = 0;
    if (arena && arena->active) {
        header->next = arena->large.next;
        header->previous = &arena->large;
        arena->large.next->previous = header;
        arena->large.next = header;
    } else {
        header->next = header->previous = NULL;
    }
    /* The word before a block tells its kind, wherever it came from. */
    header->padding = 0;
    return (char *)header + HEAD;
}

static void *arena_malloc(size_t size) {
    Arena *a = arena;
    size_t units = size ? (size + UNIT - 1) / UNIT : 1;
    if (!a || !a->active || units > CLASSES) return arena_large(size ? size : 1);
    if (a->lists[units]) {
        void *block = a->lists[units];
        a->lists[units] = *(void **)block;
        return block;
    }
    size_t need = units * UNIT + sizeof(Small);
    if ((size_t)(a->end - a->at) < need) {
        if (a->chunk_used == a->chunk_count) {
            if (a->chunk_count == a->chunk_room) {
                a->chunk_room = a->chunk_room ? 2 * a->chunk_room : 64;
                a->chunks = realloc(a->chunks, a->chunk_room * sizeof(char *));
                if (!a->chunks) fail();
            }
            char *fresh = malloc(CHUNK);
            if (!fresh) fail();
            a->chunks[a->chunk_count++] = fresh;
        }
        a->at = a->chunks[a->chunk_used++];
        a->end = a->at + CHUNK;
    }
    Small *small = (Small *)a->at;
    small->units = units;
    small->padding = units;
    a->at += need;
    return (char *)small + sizeof(Small);
}

/* Both kinds of block end their header with a word that is the number of units, or 0. */
static size_t units_of(void *block) { return ((size_t *)block)[-1]; }

static void arena_free(void *block) {
    if (!block) return;
    size_t units = units_of(block);
    if (units) {
        *(void **)block = arena->lists[units];
        arena->lists[units] = block;
        return;
    }
    Header *header = (Header *)((char *)block - HEAD);
    if (header->next) {
        header->next->previous = header->previous;
        header->previous->next = header->next;
    }
    free(header);
}

static void *arena_calloc(size_t count, size_t size) {
    void *block = arena_malloc(count * size);
    memset(block, 0, count * size);
    return block;
}

static void *arena_realloc(void *block, size_t size) {
    if (!block) return arena_malloc(size);
    size_t units = units_of(block);
    if (units) {
        if (size <= units * UNIT) return block;
        void *larger = arena_malloc(size);
        memcpy(larger, block, units * UNIT);
        arena_free(block);
        return larger;
    }
    Header *old = (Header *)((char *)block - HEAD);
    Header *header = realloc(old, HEAD + (size ? size : 1));
    if (!header) fail();
    if (header->next) {
        header->next->previous = header;
        header->previous->next = header;
    }
    return (char *)header + HEAD;
}

static void arena_enter(void) {
    if (!arena) {
        arena = calloc(1, sizeof(Arena));
        if (!arena) fail();
        arena->large.next = arena->large.previous = &arena->large;
    }
    arena->active = 1;
}

static void arena_leave(void) {
    Arena *a = arena;
    a->active = 0;
    for (Header *one = a->large.next; one != &a->large;) {
        Header *next = one->next;
        free(one);
        one = next;
    }
    a->large.next = a->large.previous = &a->large;
    memset(a->lists, 0, sizeof a->lists);
    while (a->chunk_count > KEPT_CHUNKS) free(a->chunks[--a->chunk_count]);
    a->chunk_used = 0;
    a->at = a->end = NULL;
}

/* -- growing arrays of numbers --------------------------------------------------------------------------- */

typedef struct { int32_t *at; size_t count, room; } Numbers;

static void push(Numbers *numbers, int32_t value) {
    if (numbers->count == numbers->room) {
        numbers->room = numbers->room ? 2 * numbers->room : 256;
        numbers->at = realloc(numbers->at, numbers->room * sizeof(int32_t));
        if (!numbers->at) fail();
    }
    numbers->at[numbers->count++] = value;
}

/* -- what a language is ------------------------------------------------------------------------------------ */

enum { ITEM_NODE, ITEM_CHOICE };
enum { ONE, OPTIONAL, ANY };
#define MOST_REPEATED 4096      /* siblings that one `*` runs over */

typedef struct {                /* as program.py writes it */
    int32_t kind, symbol_at, symbol_count, named, missing, field, quantity, immediate, last;
    int32_t capture_at, capture_count, child_at, child_count, absent_at, absent_count;
} Item;

typedef struct {
    int32_t item_at, item_count;        /* a sequence of siblings */
    int32_t definition;                 /* DefKind, -1 where the pattern defines nothing */
    int32_t rest;                       /* whether its matches are handed on to Python */
    int32_t bits;                       /* modifiers of what it defines */
    int32_t test_at, test_count;
    int32_t whole;                      /* capture of the definition or the import */
    int32_t import;                     /* ImportKind, -1 where the pattern imports nothing */
    int64_t outside;                    /* kinds of definitions directly within which it counts for nothing */
} Pattern;

typedef struct { int32_t capture, negative, text_at, text_count; } Test;
typedef struct { int32_t at, length; } Text;

enum {
    PART_NONE, PART_NAME, PART_QUALIFIED, PART_TYPE, PART_PARAMETERS, PART_QUALIFIER, PART_MODULE, PART_ALIAS,
    PART_ARGUMENTS, PARTS,
    PART_EXPORTED = 15, PART_RELATION = 16  /* and on: the Relation */
};
enum { RULE_NONE, RULE_UNDERSCORE, RULE_CAPITAL, RULE_HASH };

typedef struct {
    const TSLanguage *language;
    int32_t *numbers;           /* owns all arrays below */
    char *texts_blob;
    const Item *items;
    const Pattern *patterns;
    const int32_t *pool;        /* symbols, captures, children, fields */
    const Test *tests;
    const Text *texts;
    const int32_t *parts;       /* capture -> part */
    const Text *words;          /* modifiers: words and their bits */
    const int32_t *word_bits;
    const Text *constructors;
    const int32_t *nested;      /* 64 * 64: kind of what stands directly within another, -1: its own */
    int32_t pattern_count, capture_count, word_count, constructor_count;
    int32_t merging, default_visibility, visibility_mask, exported_bit, instance_bit;
    int32_t field_kind, method_kind, constructor_kind, side_effect_kind;
    int32_t name_rule, marked_bits, unmarked_bits;     /* what a name itself says of its visibility */
    int32_t declaration_bit, constructors_like_types;   /* a declared constructor is called like its class */
    int64_t value_kinds;
    char quotes[16];
    int32_t quote_count;
    int32_t header_bytes, fold_above;
    int32_t *by_symbol_at, *by_symbol;  /* patterns to try at a node, by its symbol */
    int32_t symbol_count, tail_symbol;
} Engine;

#define ERROR_SYMBOL 65535

/* -- the tree as an array -------------------------------------------------------------------------------- */

typedef struct {
    uint32_t start, end, next;  /* `next`: the index after the subtree */
    uint32_t parent;
    uint16_t symbol, field;
    uint8_t named, missing, error, has_error;
} Flat;

typedef struct {
    int32_t pattern, start, end, name_start, name_end, kind;
    int32_t type_start, type_end, parameters_start, parameters_end, qualifier_start, qualifier_end;
    int32_t order;
} Row;

typedef struct {
    int32_t start, end, kind, module_start, module_end, name_start, name_end, alias_start, alias_end, at, alias_at;
    int32_t module, name, alias, parts, order;
} ImportRow;

typedef struct { int32_t start, relation, text_start, text_end, subtype, text; } SuperRow;

typedef struct {
    const Engine *engine;
    const char *data;
    uint32_t length;
    Flat *nodes;
    uint32_t node_count, node_room;
    Row *rows;
    size_t row_count, row_room;
    Numbers rest, exported;
    ImportRow *imports;
    size_t import_count, import_room;
    SuperRow *supers;
    size_t super_count, super_room;
    Numbers captured;           /* stack of (capture, node) */
    int pattern;
    size_t emitted;
    int32_t errors;
    int32_t wide;               /* start of an error that is too wide, -1 without */
    int32_t wide_parts;
    char *strings;
    int32_t *body;
    Numbers unsure;
    int32_t line_count;
} Work;

/* A node whose children are being laid out. What the grammar hides is walked through and leaves no node. */
typedef struct {
    Subtree node;
    uint32_t child, structural; /* the next child, and which of those it is that are no extras */
    uint32_t position;          /* where the next child begins */
    uint32_t index;             /* its own place among the nodes, that of what is around it where it is hidden */
    int hidden;
    TSFieldId field;            /* of a hidden node; its children without one have it */
    const TSSymbol *aliases;
    const TSFieldMapEntry *fields, *fields_end;
} Open;

static Flat *fresh_node(Work *work) {
    if (work->node_count == work->node_room) {
        work->node_room = work->node_room ? 2 * work->node_room : work->length / 4 + 256;
        work->nodes = realloc(work->nodes, work->node_room * sizeof(Flat));
        if (!work->nodes) fail();
    }
    return &work->nodes[work->node_count++];
}

static Open opened(const TSLanguage *language, Subtree node, uint32_t position, uint32_t index, int hidden, TSFieldId field) {
    Open open = {node, 0, 0, position, index, hidden, field, NULL, NULL, NULL};
    open.aliases = ts_language_alias_sequence(language, node.ptr->production_id);
    ts_language_field_map(language, node.ptr->production_id, &open.fields, &open.fields_end);
    return open;
}

/* The tree as one array, by the parser's own structures: its cursor knows less and asks more at every step. */
static void flatten(Work *work, TSNode root) {
    const TSLanguage *language = root.tree->language;
    Subtree top = *(const Subtree *)root.id;
    uint32_t depth = 0, room = 256;
    Open *stack = malloc(room * sizeof(Open));
    if (!stack) fail();
    Flat *flat = fresh_node(work);
    flat->start = ts_node_start_byte(root);
    flat->end = ts_node_end_byte(root);
    flat->parent = 0;
    flat->next = 1;
    flat->symbol = ts_node_symbol(root);
    flat->field = 0;
    flat->named = ts_node_is_named(root);
    flat->missing = ts_node_is_missing(root);
    flat->error = flat->symbol == ERROR_SYMBOL;
    flat->has_error = ts_node_has_error(root);
    if (ts_subtree_child_count(top)) stack[depth++] = opened(language, top, flat->start, 0, 0, 0);
    while (depth) {
        Open *open = &stack[depth - 1];
        if (open->child == open->node.ptr->child_count) {
            if (!open->hidden) work->nodes[open->index].next = work->node_count;
            depth--;
            continue;
        }
        const Subtree *children = ts_subtree_children(open->node);
        Subtree child = children[open->child++];
        uint32_t start = open->position, size = ts_subtree_size(child).bytes;
        open->position = start + size;
        if (open->child < open->node.ptr->child_count) open->position += ts_subtree_padding(children[open->child]).bytes;
        int extra = ts_subtree_extra(child);
        TSSymbol alias = 0;
        TSFieldId field = 0;
        if (!extra) {
            if (open->aliases) alias = open->aliases[open->structural];
            field = open->field;
            for (const TSFieldMapEntry *one = open->fields; one < open->fields_end; one++) {
                if (!one->inherited && one->child_index == open->structural) {
                    field = one->field_id;
                    break;
                }
            }
            open->structural++;
        }
        int hidden = !alias && !ts_subtree_visible(child);
        uint32_t index = open->index;
        if (!hidden) {
            uint32_t around = index;
            index = work->node_count;
            flat = fresh_node(work);
            flat->start = start;
            flat->end = start + size;
            flat->parent = around;
            flat->next = index + 1;
            flat->symbol = ts_language_public_symbol(language, alias ? alias : ts_subtree_symbol(child));
            flat->field = field;
            flat->named = alias ? ts_language_symbol_metadata(language, alias).named : ts_subtree_named(child);
            flat->missing = ts_subtree_missing(child);
            flat->error = flat->symbol == ERROR_SYMBOL;
            flat->has_error = ts_subtree_error_cost(child) > 0;
        } else if (!ts_subtree_visible_child_count(child)) {
            continue;
        }
        if (!ts_subtree_child_count(child)) continue;
        if (depth == room) {
            room *= 2;
            stack = realloc(stack, room * sizeof(Open));
            if (!stack) fail();
        }
        stack[depth++] = opened(language, child, start, index, hidden, hidden ? field : 0);
    }
    free(stack);
}

/* -- matching -------------------------------------------------------------------------------------------- */

typedef struct Rest {           /* what is still to be matched after the item at hand */
    const int32_t *items;
    int32_t count, done, must_end;
    uint32_t position, end;
    const struct Rest *up;
} Rest;

static void emit(Work *work);
static void match_rest(Work *work, Rest rest);

static int has_field(Work *work, uint32_t node, int32_t field) {
    for (uint32_t child = node + 1; child < work->nodes[node].next; child = work->nodes[child].next)
        if (work->nodes[child].field == field) return 1;
    return 0;
}

static int fits(Work *work, const Item *item, uint32_t index) {
    const Flat *node = &work->nodes[index];
    if (item->field && node->field != item->field) return 0;
    if (item->missing && !node->missing) return 0;
    if (item->symbol_count) {
        const int32_t *symbols = work->engine->pool + item->symbol_at;
        int found = 0;
        for (int32_t i = 0; i < item->symbol_count && !found; i++) found = symbols[i] == node->symbol;
        if (!found) return 0;
    } else if (node->error || (item->named && !node->named)) {
        return 0;
    }
    for (int32_t i = 0; i < item->absent_count; i++)
        if (has_field(work, index, work->engine->pool[item->absent_at + i])) return 0;
    return 1;
}

static int fits_one(Work *work, const Item *item, uint32_t index) {
    const Engine *engine = work->engine;
    if (item->kind != ITEM_CHOICE) return fits(work, item, index);
    for (int32_t i = 0; i < item->child_count; i++)
        if (fits_one(work, &engine->items[engine->pool[item->child_at + i]], index)) return 1;
    return 0;
}

static void match_at(Work *work, const Item *item, uint32_t index, const Rest *after) {
    const Engine *engine = work->engine;
    if (item->kind == ITEM_CHOICE) {
        for (int32_t i = 0; i < item->child_count; i++)
            match_at(work, &engine->items[engine->pool[item->child_at + i]], index, after);
        return;
    }
    if (!fits(work, item, index)) return;
    size_t before = work->captured.count;
    for (int32_t i = 0; i < item->capture_count; i++) {
        push(&work->captured, engine->pool[item->capture_at + i]);
        push(&work->captured, (int32_t)index);
    }
    if (item->child_count) {
        Rest within = {engine->pool + item->child_at, item->child_count, 0, item->last,
                       index + 1, work->nodes[index].next, after};
        match_rest(work, within);
    } else {
        match_rest(work, *after);
    }
    work->captured.count = before;
}

static void match_rest(Work *work, Rest rest) {
    while (rest.done == rest.count) {
        if (rest.must_end)
            for (uint32_t i = rest.position; i < rest.end; i = work->nodes[i].next)
                if (work->nodes[i].named) return;
        if (!rest.up) {
            emit(work);
            return;
        }
        rest = *rest.up;
    }
    const Item *item = &work->engine->items[rest.items[rest.done]];
    size_t emitted = work->emitted;
    if (item->quantity == ANY) {
        /* It captures nothing, so that how often it stands there makes no difference but for what follows. */
        rest.done++;
        for (int repeated = 0; repeated <= MOST_REPEATED; repeated++) {
            match_rest(work, rest);
            if (work->emitted != emitted) return;
            uint32_t at = rest.position;
            while (at < rest.end && !work->nodes[at].named) at = work->nodes[at].next;
            if (at >= rest.end || !fits_one(work, item, at)) return;
            rest.position = work->nodes[at].next;
        }
        return;
    }
    for (uint32_t at = rest.position; at < rest.end; at = work->nodes[at].next) {
        Rest after = rest;
        after.done++;
        after.position = work->nodes[at].next;
        match_at(work, item, at, &after);
        if (item->immediate && work->nodes[at].named) break;
    }
    if (item->quantity == OPTIONAL && emitted == work->emitted) {
        rest.done++;
        match_rest(work, rest);
    }
}

static int is_text(Work *work, const Text *text, uint32_t node) {
    const Flat *flat = &work->nodes[node];
    return flat->end - flat->start == (uint32_t)text->length
        && !memcmp(work->data + flat->start, work->engine->texts_blob + text->at, text->length);
}

static int passes(Work *work, const Pattern *pattern) {
    const Engine *engine = work->engine;
    for (int32_t i = 0; i < pattern->test_count; i++) {
        const Test *test = &engine->tests[pattern->test_at + i];
        for (size_t c = 0; c < work->captured.count; c += 2) {
            if (work->captured.at[c] != test->capture) continue;
            int found = 0;
            for (int32_t t = 0; t < test->text_count && !found; t++)
                found = is_text(work, &engine->texts[test->text_at + t], work->captured.at[c + 1]);
            if (found == test->negative) return 0;
        }
    }
    return 1;
}

static void *grown(void *array, size_t count, size_t *room, size_t size) {
    if (count < *room) return array;
    *room = *room ? 2 * *room : 256;
    array = realloc(array, *room * size);
    if (!array) fail();
    return array;
}

static ImportRow *new_import(Work *work) {
    work->imports = grown(work->imports, work->import_count, &work->import_room, sizeof(ImportRow));
    ImportRow *row = &work->imports[work->import_count];
    row->order = (int32_t)work->import_count++;
    row->module = row->name = row->alias = -1;
    return row;
}

static Row *new_row(Work *work) {
    work->rows = grown(work->rows, work->row_count, &work->row_room, sizeof(Row));
    Row *row = &work->rows[work->row_count];
    row->order = (int32_t)work->row_count++;
    return row;
}

static int is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

/* Where what a capture means ends: a parameter list takes what belongs to it along. */
static int32_t end_of(Work *work, int32_t capture, uint32_t index) {
    const Engine *engine = work->engine;
    const Flat *node = &work->nodes[index];
    if (engine->tail_symbol < 0 || engine->parts[capture] != PART_PARAMETERS || !index) return (int32_t)node->end;
    uint32_t at = node->next, end = work->nodes[node->parent].next;
    while (at < end && !work->nodes[at].named) at = work->nodes[at].next;
    int with = at < end && work->nodes[at].symbol == engine->tail_symbol;
    return (int32_t)(with ? work->nodes[at].end : node->end);
}

static void emit(Work *work) {
    const Engine *engine = work->engine;
    const Pattern *pattern = &engine->patterns[work->pattern];
    work->emitted++;
    if (!passes(work, pattern)) return;
    size_t count = work->captured.count;
    if (pattern->rest) {
        push(&work->rest, work->pattern);
        push(&work->rest, (int32_t)(count / 2));
        for (size_t c = 0; c < count; c += 2) {
            const Flat *node = &work->nodes[work->captured.at[c + 1]];
            push(&work->rest, work->captured.at[c]);
            push(&work->rest, (int32_t)node->start);
            push(&work->rest, end_of(work, work->captured.at[c], (uint32_t)work->captured.at[c + 1]));
        }
    }
    if (pattern->rest == 2) return;     /* Python reads all of it */
    int32_t starts[PARTS], ends[PARTS], first_ends[PARTS], whole_start = -1, whole_end = -1;
    memset(starts, -1, sizeof starts);
    memset(ends, -1, sizeof ends);
    memset(first_ends, -1, sizeof first_ends);
    for (size_t c = 0; c < count; c += 2) {
        int32_t capture = work->captured.at[c], part = engine->parts[capture];
        const Flat *node = &work->nodes[work->captured.at[c + 1]];
        if (capture == pattern->whole) {
            if (whole_start < 0) whole_start = (int32_t)node->start;
            if (whole_end < 0 || pattern->import < 0) whole_end = (int32_t)node->end;
        } else if (part == PART_EXPORTED) {
            push(&work->exported, (int32_t)node->start);
        } else if (part > PART_NONE && part < PARTS) {
            int32_t end = end_of(work, capture, (uint32_t)work->captured.at[c + 1]);
            if (starts[part] < 0) {
                starts[part] = (int32_t)node->start;
                first_ends[part] = end;
            }
            ends[part] = end;
        }
    }
    for (size_t c = 0; c < count; c += 2) {
        int32_t part = engine->parts[work->captured.at[c]];
        if (part < PART_RELATION) continue;
        const Flat *node = &work->nodes[work->captured.at[c + 1]];
        work->supers = grown(work->supers, work->super_count, &work->super_room, sizeof(SuperRow));
        SuperRow *row = &work->supers[work->super_count++];
        row->start = row->text_start = (int32_t)node->start;
        row->relation = part - PART_RELATION;
        /* Some grammars keep type arguments beside the type. */
        row->text_end = first_ends[PART_ARGUMENTS] >= 0 ? first_ends[PART_ARGUMENTS] : (int32_t)node->end;
    }
    if (whole_start < 0) return;
    if (pattern->import >= 0) {
        ImportRow *row = new_import(work);
        row->start = whole_start;
        row->end = whole_end;
        row->kind = pattern->import;
        row->module_start = starts[PART_MODULE];
        row->module_end = first_ends[PART_MODULE];
        row->name_start = starts[PART_NAME];
        row->name_end = first_ends[PART_NAME];
        row->alias_start = row->alias_at = starts[PART_ALIAS];
        row->alias_end = first_ends[PART_ALIAS];
        row->at = starts[PART_NAME] >= 0 ? starts[PART_NAME] : starts[PART_MODULE] >= 0 ? starts[PART_MODULE] : whole_start;
        return;
    }
    if (pattern->definition < 0) return;
    int32_t name_start, name_end, qualifier_start = -1, qualifier_end = -1;
    if (starts[PART_NAME] >= 0) {
        name_start = starts[PART_NAME];
        name_end = ends[PART_NAME];
        if (starts[PART_QUALIFIER] >= 0) {
            qualifier_start = starts[PART_QUALIFIER];
            qualifier_end = ends[PART_QUALIFIER];
        }
    } else if (starts[PART_QUALIFIED] >= 0) {
        /* `A::b`: the name is what stands after the last `::`, without the white space before it. */
        const char *data = work->data;
        int32_t begin = starts[PART_QUALIFIED], end = first_ends[PART_QUALIFIED], at = end - 2;
        while (at >= begin && !(data[at] == ':' && data[at + 1] == ':')) at--;
        if (at < begin) return;
        name_start = at + 2;
        while (name_start < end && is_space(data[name_start])) name_start++;
        name_end = ends[PART_QUALIFIED];
        qualifier_start = begin;
        qualifier_end = at;
        while (qualifier_start < qualifier_end && is_space(data[qualifier_start])) qualifier_start++;
        while (qualifier_end > qualifier_start && is_space(data[qualifier_end - 1])) qualifier_end--;
    } else {
        return;
    }
    if (name_end <= name_start) return;  /* supplied by the parser where the source has none */
    Row *row = new_row(work);
    row->pattern = work->pattern;
    row->start = whole_start;
    row->end = whole_end;
    row->name_start = name_start;
    row->name_end = name_end;
    row->kind = pattern->definition;
    row->type_start = starts[PART_TYPE];
    row->type_end = first_ends[PART_TYPE];
    row->parameters_start = starts[PART_PARAMETERS];
    row->parameters_end = first_ends[PART_PARAMETERS];
    row->qualifier_start = qualifier_start;
    row->qualifier_end = qualifier_end;
}

static void match_all(Work *work) {
    const Engine *engine = work->engine;
    /* Parents are needed for patterns of several siblings: where the parent's children end. */
    uint32_t *ends = malloc(64 * sizeof(uint32_t));
    uint32_t depth = 0, room = 64;
    if (!ends) fail();
    for (uint32_t index = 0; index < work->node_count; index++) {
        while (depth && ends[depth - 1] <= index) depth--;
        uint32_t end = depth ? ends[depth - 1] : work->node_count;
        const Flat *node = &work->nodes[index];
        int32_t symbol = node->symbol == ERROR_SYMBOL ? engine->symbol_count : node->symbol;
        for (int32_t i = engine->by_symbol_at[symbol]; i < engine->by_symbol_at[symbol + 1]; i++) {
            const Pattern *pattern = &engine->patterns[engine->by_symbol[i]];
            /* Siblings within an error stand together by chance. */
            if (pattern->item_count > 1 && index && work->nodes[node->parent].error) continue;
            const int32_t *sequence = engine->pool + pattern->item_at;
            Rest after = {sequence, pattern->item_count, 1, 0, node->next, end, NULL};
            work->pattern = engine->by_symbol[i];
            work->captured.count = 0;
            match_at(work, &engine->items[sequence[0]], index, &after);
        }
        if (node->next > index + 1) {
            if (depth == room) {
                room *= 2;
                ends = realloc(ends, room * sizeof(uint32_t));
                if (!ends) fail();
            }
            ends[depth++] = node->next;
        }
    }
    free(ends);
}

/* -- errors ------------------------------------------------------------------------------------------------ */

/* As `errors.count_errors`: errors at the outermost level, within a budget of nodes looked at. */
static void count_errors(Work *work) {
    work->errors = 0;
    if (!work->node_count || !work->nodes[0].has_error) return;
    Numbers stack = {0};
    int budget = 10000;
    push(&stack, 0);
    while (stack.count && budget) {
        uint32_t index = (uint32_t)stack.at[--stack.count];
        const Flat *node = &work->nodes[index];
        budget--;
        if (node->error || node->missing) {
            work->errors++;
        } else if (node->has_error) {
            for (uint32_t child = index + 1; child < node->next; child = work->nodes[child].next)
                if (work->nodes[child].has_error || work->nodes[child].missing) push(&stack, (int32_t)child);
        }
    }
    free(stack.at);
}

/* As `parsing._refuse_wide_errors`, so that both ways refuse the same texts. */
static void look_for_wide_errors(Work *work, int32_t wide, int64_t steps, int32_t looked_at_most) {
    work->wide = -1;
    if (!work->node_count || !work->nodes[0].has_error) return;
    Numbers stack = {0};
    int32_t looked_at = 0;
    push(&stack, 0);
    while (stack.count && looked_at < looked_at_most) {
        uint32_t index = (uint32_t)stack.at[--stack.count];
        looked_at++;
        int64_t width = 0, named = 0;
        int large = work->nodes[index].next - index > (uint32_t)wide;
        for (uint32_t child = index + 1; child < work->nodes[index].next; child = work->nodes[child].next) {
            width++;
            named += work->nodes[child].named;
            if (large && work->nodes[child].has_error) push(&stack, (int32_t)child);
        }
        if (width > wide && width * width > steps * (named + 1)) {
            work->wide = (int32_t)work->nodes[index].start;
            work->wide_parts = (int32_t)width;
            break;
        }
    }
    free(stack.at);
}

/* -- strings ----------------------------------------------------------------------------------------------- */

typedef struct {
    char *blob;
    size_t bytes, room;
    int32_t *offsets;           /* of each string, and of the end */
    int32_t count, offset_room;
    int32_t *table;             /* open addressing: string + 1 */
    uint32_t mask;
} Strings;

static uint32_t hash_of(const char *text, int32_t length) {
    uint64_t state = 0x9E3779B97F4A7C15u ^ (uint64_t)length;
    while (length >= 8) {
        uint64_t word;
        memcpy(&word, text, 8);
        state = (state ^ word) * 0xD6E8FEB86659FD93u;
        state ^= state >> 32;
        text += 8;
        length -= 8;
    }
    uint64_t word = 0;
    memcpy(&word, text, (size_t)length);
    state = (state ^ word) * 0xD6E8FEB86659FD93u;
    return (uint32_t)(state >> 32);
}

static int32_t intern(Strings *strings, const char *text, int32_t length) {
    if (!length) return 0;
    if ((uint32_t)strings->count * 2 >= strings->mask) {
        uint32_t size = strings->mask ? (strings->mask + 1) * 2 : 512;
        free(strings->table);
        strings->table = calloc(size, sizeof(int32_t));
        if (!strings->table) fail();
        strings->mask = size - 1;
        for (int32_t i = 1; i < strings->count; i++) {
            int32_t at = strings->offsets[i];
            uint32_t slot = hash_of(strings->blob + at, strings->offsets[i + 1] - at - 1) & strings->mask;
            while (strings->table[slot]) slot = (slot + 1) & strings->mask;
            strings->table[slot] = i + 1;
        }
    }
    uint32_t slot = hash_of(text, length) & strings->mask;
    while (strings->table[slot]) {
        int32_t one = strings->table[slot] - 1, at = strings->offsets[one];
        if (strings->offsets[one + 1] - at - 1 == length && !memcmp(strings->blob + at, text, (size_t)length))
            return one;
        slot = (slot + 1) & strings->mask;
    }
    if (strings->bytes + (size_t)length + 1 > strings->room) {
        strings->room = 2 * (strings->bytes + (size_t)length + 1);
        strings->blob = realloc(strings->blob, strings->room);
        if (!strings->blob) fail();
    }
    if (strings->count + 2 > strings->offset_room) {
        strings->offset_room = 2 * (strings->count + 2);
        strings->offsets = realloc(strings->offsets, (size_t)strings->offset_room * sizeof(int32_t));
        if (!strings->offsets) fail();
    }
    memcpy(strings->blob + strings->bytes, text, (size_t)length);
    strings->bytes += (size_t)length;
    strings->blob[strings->bytes++] = 0;
    strings->offsets[++strings->count] = (int32_t)strings->bytes;
    strings->table[slot] = strings->count;
    return strings->count - 1;
}

/* The text of a span, runs of white space folded where it is long; control bytes that separate strings go. */
static int32_t intern_span(Strings *strings, Numbers *scratch, Work *work, int32_t start, int32_t end, int fold) {
    if (start < 0) return 0;
    const char *data = work->data + start;
    int32_t length = end - start;
    int plain = !memchr(data, 0, (size_t)length);
    if (plain && (!fold || length <= work->engine->fold_above)) return intern(strings, data, length);
    size_t room = ((size_t)length + sizeof(int32_t)) / sizeof(int32_t);
    while (scratch->room < room) { scratch->count = scratch->room; push(scratch, 0); }
    char *out = (char *)scratch->at;
    int32_t written = 0, pending = 0, folding = fold && length > work->engine->fold_above;
    for (int32_t i = 0; i < length; i++) {
        if (folding && is_space(data[i])) {
            pending = written > 0;
            continue;
        }
        if (!data[i]) continue;
        if (pending) out[written++] = ' ';
        pending = 0;
        out[written++] = data[i];
    }
    return intern(strings, out, written);
}

/* -- columns ----------------------------------------------------------------------------------------------- */

static int by_place(const void *a, const void *b) {
    const Row *one = a, *two = b;
    if (one->start != two->start) return one->start < two->start ? -1 : 1;
    if (one->end != two->end) return one->end > two->end ? -1 : 1;
    if (one->name_start != two->name_start) return one->name_start < two->name_start ? -1 : 1;
    return one->order < two->order ? -1 : one->order > two->order;
}

static int by_name(const void *a, const void *b) {
    const Row *one = a, *two = b;
    if (one->name_start != two->name_start) return one->name_start < two->name_start ? -1 : 1;
    if (one->pattern != two->pattern) return one->pattern < two->pattern ? -1 : 1;
    return one->order < two->order ? -1 : one->order > two->order;
}

static int by_number(const void *a, const void *b) {
    int32_t one = *(const int32_t *)a, two = *(const int32_t *)b;
    return one < two ? -1 : one > two;
}

static int among(const int32_t *sorted, int32_t count, int32_t wanted) {
    return count && bsearch(&wanted, sorted, (size_t)count, sizeof(int32_t), by_number) != NULL;
}

static int same(const Engine *engine, const Text *text, const char *word, int32_t length) {
    return text->length == length && !memcmp(engine->texts_blob + text->at, word, (size_t)length);
}

/* Words before a name: `(` stands alone, `@` begins a word. */
static int32_t header_bits(const Engine *engine, const char *data, int32_t start, int32_t name_start) {
    int32_t bits = 0, at = name_start - engine->header_bytes;
    if (at < start) at = start;
    while (at < name_start) {
        if (is_space(data[at]) || data[at] == '(') {
            at++;
            continue;
        }
        int32_t begin = at++;
        while (at < name_start && !is_space(data[at]) && data[at] != '(' && data[at] != '@') at++;
        for (int32_t i = 0; i < engine->word_count; i++)
            if (same(engine, &engine->words[i], data + begin, at - begin)) bits |= engine->word_bits[i];
    }
    return bits;
}

static int is_quote(const Engine *engine, char c) {
    return memchr(engine->quotes, c, (size_t)engine->quote_count) != NULL;
}

enum { START, END, NAME_START, LINE, COLUMN, CONTAINER, KIND, MODIFIERS, NAME, TYPE, PARAMETERS, QUALIFIER, COLUMNS };

typedef struct { int32_t start, end, up; } Span;

static int32_t innermost(const Span *spans, int32_t count, int32_t start, int32_t end) {
    int32_t low = 0, high = count;
    while (low < high) {
        int32_t middle = (low + high) / 2;
        if (spans[middle].start <= start) low = middle + 1;
        else high = middle;
    }
    int32_t index = low - 1;
    while (index >= 0 && !(spans[index].end >= end && spans[index].end > start)) index = spans[index].up;
    return index;
}

/* Lines end with \n, \r\n or a lone \r; a column is negative where the line before the name is not ASCII. */
static void place(Work *work, int32_t *lines, int32_t *columns, const int32_t *starts, int32_t count) {
    const char *data = work->data;
    int32_t length = (int32_t)work->length;
    int32_t *order = malloc(((size_t)count + 1) * 2 * sizeof(int32_t));
    if (!order) fail();
    /* Names of definitions in pre-order are nearly ascending; they are visited in ascending order. */
    for (int32_t i = 0; i < count; i++) { order[2 * i] = starts[i]; order[2 * i + 1] = i; }
    qsort(order, (size_t)count, 2 * sizeof(int32_t), by_number);
    int32_t line = 0, begin = 0, at = 0, wide = -1;
    for (int32_t i = 0; i <= count; i++) {
        int32_t target = i < count ? order[2 * i] : length;
        for (; at < target; at++) {
            unsigned char c = (unsigned char)data[at];
            if (c >= 0x80) wide = at;
            if (c == '\n' || (c == '\r' && (at + 1 == length || data[at + 1] != '\n'))) {
                line++;
                begin = at + 1;
            }
        }
        if (i == count) break;
        lines[order[2 * i + 1]] = line;
        columns[order[2 * i + 1]] = wide >= begin ? -1 - (target - begin) : target - begin;
    }
    work->line_count = line + 1;
    free(order);
}

static size_t unique_rows(Row *rows, size_t count) {
    qsort(rows, count, sizeof(Row), by_name);
    size_t kept = 0;
    for (size_t i = 0; i < count; i++)
        if (!kept || rows[kept - 1].name_start != rows[i].name_start) rows[kept++] = rows[i];
    qsort(rows, kept, sizeof(Row), by_place);
    return kept;
}

/* -- what Python calls --------------------------------------------------------------------------------------- */

typedef struct {                /* as library.py writes it: pointers into memory of the caller */
    const void *language;
    const int32_t *items, *patterns, *pool, *tests, *texts, *parts, *words, *word_bits, *constructors, *nested;
    const int32_t *by_symbol_at, *by_symbol;
    const char *texts_blob;
    int32_t item_numbers, pattern_numbers, pool_numbers, test_numbers, text_numbers, parts_numbers;
    int32_t word_numbers, word_bit_numbers, constructor_numbers, by_symbol_at_numbers, by_symbol_numbers;
    int32_t texts_bytes;
    int32_t merging, default_visibility, visibility_mask, exported_bit, instance_bit;
    int32_t field_kind, method_kind, constructor_kind, side_effect_kind, name_rule, marked_bits, unmarked_bits;
    int32_t declaration_bit, constructors_like_types;
    int32_t header_bytes, fold_above, quote_count, symbol_count;
    int32_t tail_symbol;        /* of what belongs to a parameter list before it, -1 without */
    int64_t value_kinds;
    char quotes[16];
} Tables;

static const void *copied(const void *source, int32_t numbers) {
    size_t bytes = (size_t)numbers * sizeof(int32_t);
    void *copy = malloc(bytes ? bytes : 1);
    if (!copy) fail();
    memcpy(copy, source, bytes);
    return copy;
}

static int allocator_is_set;

EXPORT void *outline_engine(const Tables *tables) {
    if (!allocator_is_set) {
        ts_set_allocator(arena_malloc, arena_calloc, arena_realloc, arena_free);
        allocator_is_set = 1;
    }
    Engine *engine = calloc(1, sizeof(Engine));
    if (!engine) fail();
    engine->language = tables->language;
    engine->items = copied(tables->items, tables->item_numbers);
    engine->patterns = copied(tables->patterns, tables->pattern_numbers);
    engine->pool = copied(tables->pool, tables->pool_numbers);
    engine->tests = copied(tables->tests, tables->test_numbers);
    engine->texts = copied(tables->texts, tables->text_numbers);
    engine->parts = copied(tables->parts, tables->parts_numbers);
    engine->words = copied(tables->words, tables->word_numbers);
    engine->word_bits = copied(tables->word_bits, tables->word_bit_numbers);
    engine->constructors = copied(tables->constructors, tables->constructor_numbers);
    engine->nested = copied(tables->nested, 64 * 64);
    engine->by_symbol_at = (int32_t *)copied(tables->by_symbol_at, tables->by_symbol_at_numbers);
    engine->by_symbol = (int32_t *)copied(tables->by_symbol, tables->by_symbol_numbers);
    engine->texts_blob = malloc((size_t)tables->texts_bytes + 1);
    if (!engine->texts_blob) fail();
    memcpy(engine->texts_blob, tables->texts_blob, (size_t)tables->texts_bytes);
    engine->word_count = tables->word_bit_numbers;
    engine->constructor_count = tables->constructor_numbers / 2;
    engine->symbol_count = tables->symbol_count;
    engine->tail_symbol = tables->tail_symbol;
    engine->merging = tables->merging;
    engine->default_visibility = tables->default_visibility;
    engine->visibility_mask = tables->visibility_mask;
    engine->exported_bit = tables->exported_bit;
    engine->instance_bit = tables->instance_bit;
    engine->field_kind = tables->field_kind;
    engine->method_kind = tables->method_kind;
    engine->constructor_kind = tables->constructor_kind;
    engine->side_effect_kind = tables->side_effect_kind;
    engine->name_rule = tables->name_rule;
    engine->marked_bits = tables->marked_bits;
    engine->unmarked_bits = tables->unmarked_bits;
    engine->declaration_bit = tables->declaration_bit;
    engine->constructors_like_types = tables->constructors_like_types;
    engine->header_bytes = tables->header_bytes;
    engine->fold_above = tables->fold_above;
    engine->value_kinds = tables->value_kinds;
    engine->quote_count = tables->quote_count;
    memcpy(engine->quotes, tables->quotes, sizeof engine->quotes);
    return engine;
}

#define CALLS_UNWATCHED 16      /* reading the clock is a call of the system */

typedef struct { double deadline; uint32_t calls; } Budget;

static double thread_seconds(void) {
#if defined(CLOCK_THREAD_CPUTIME_ID)
    struct timespec now;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
#else
    return (double)clock() / CLOCKS_PER_SEC;
#endif
}

static bool is_over(TSParseState *state) {
    Budget *budget = state->payload;
    return ++budget->calls % CALLS_UNWATCHED == 0 && thread_seconds() > budget->deadline;
}

typedef struct { const char *data; uint32_t length; } Input;

static const char *read_input(void *payload, uint32_t byte, TSPoint point, uint32_t *read) {
    Input *input = payload;
    (void)point;
    *read = byte < input->length ? input->length - byte : 0;
    return byte < input->length ? input->data + byte : "";
}

typedef struct {                /* what the first step found */
    void *work;
    const int32_t *rest;
    int32_t rest_numbers, errors, wide, wide_parts, broken;
} Found;

/* Parses and matches; 0 when that is done, 1 when the parser's time is over. `parsed` is `data` with what the
 * grammar cannot read blanked. The work is freed by outline_free. */
EXPORT int outline_match(const void *tables, const char *data, const char *parsed, uint32_t length, double seconds,
                         int32_t wide, int64_t wide_steps, int32_t looked_at, Found *found) {
    const Engine *engine = tables;
    Work *work = calloc(1, sizeof(Work));
    if (!work) fail();
    work->engine = engine;
    work->data = data;
    work->length = length;
    arena_enter();
    TSParser *parser = ts_parser_new();
    ts_parser_set_language(parser, engine->language);
    Budget budget = {thread_seconds() + seconds, 0};
    Input text = {parsed, length};
    TSInput input = {&text, read_input, TSInputEncodingUTF8, NULL};
    TSParseOptions options = {&budget, is_over};
    TSTree *tree = ts_parser_parse_with_options(parser, NULL, input, options);
    if (tree) flatten(work, ts_tree_root_node(tree));
    arena_leave();
    found->work = work;
    if (!tree) return 1;
    look_for_wide_errors(work, wide, wide_steps, looked_at);
    if (work->wide < 0) {
        count_errors(work);
        match_all(work);
    }
    found->rest = work->rest.at;
    found->rest_numbers = (int32_t)work->rest.count;
    found->errors = work->errors;
    found->broken = work->node_count && work->nodes[0].has_error;
    found->wide = work->wide;
    found->wide_parts = work->wide_parts;
    return 0;
}

typedef struct {                /* what Python adds, and what comes of it */
    const int32_t *exported;    /* starts of names */
    const int32_t *more;        /* further definitions: rows of 12 numbers; -2 - i starts the text i of `texts` */
    const int32_t *imports;     /* further imports: rows of 8 numbers, texts as places in `texts` */
    const char *texts;          /* each ended by NUL */
    int32_t exported_count, more_count, import_count, text_count;
    const int32_t *body;        /* columns of definitions, imports and supertypes, coded as they are stored */
    const int32_t *unsure;      /* definitions of which this code cannot tell what the name says */
    const char *strings;        /* separated by NUL, the first one empty */
    int32_t unsure_count, definitions, import_rows, super_rows, string_bytes, lines;
} Finished;

static int by_import_key(const void *a, const void *b) {
    const ImportRow *one = a, *two = b;
    if (one->at != two->at) return one->at < two->at ? -1 : 1;
    if (one->alias_at != two->alias_at) return one->alias_at < two->alias_at ? -1 : 1;
    return one->order < two->order ? -1 : one->order > two->order;
}

static int by_import_place(const void *a, const void *b) {
    const ImportRow *one = a, *two = b;
    if (one->start != two->start) return one->start < two->start ? -1 : 1;
    if (one->at != two->at) return one->at < two->at ? -1 : 1;
    return one->order < two->order ? -1 : one->order > two->order;
}

static int by_subtype(const void *a, const void *b) {
    const SuperRow *one = a, *two = b;
    if (one->subtype != two->subtype) return one->subtype < two->subtype ? -1 : 1;
    if (one->start != two->start) return one->start < two->start ? -1 : 1;
    if (one->relation != two->relation) return one->relation < two->relation ? -1 : 1;
    return one->text < two->text ? -1 : one->text > two->text;
}

static int32_t unquoted(Strings *strings, Numbers *scratch, Work *work, int32_t start, int32_t end) {
    if (start < 0) return 0;
    while (start < end && is_quote(work->engine, work->data[start])) start++;
    while (end > start && is_quote(work->engine, work->data[end - 1])) end--;
    return intern_span(strings, scratch, work, start, end, 0);
}

/* Of the rows that one place has through several patterns, the one with the most parts. */
static size_t imports_that_count(Work *work, Strings *strings, Numbers *scratch) {
    ImportRow *rows = work->imports;
    for (size_t i = 0; i < work->import_count; i++) {
        ImportRow *row = &rows[i];
        if (row->module < 0) {
            row->module = unquoted(strings, scratch, work, row->module_start, row->module_end);
            row->name = unquoted(strings, scratch, work, row->name_start, row->name_end);
            row->alias = unquoted(strings, scratch, work, row->alias_start, row->alias_end);
        }
        row->parts = (row->module > 0) + (row->name > 0) + (row->alias > 0);
    }
    if (work->import_count) qsort(rows, work->import_count, sizeof(ImportRow), by_import_key);
    size_t kept = 0;
    for (size_t i = 0; i < work->import_count; i++) {
        if (kept && rows[kept - 1].at == rows[i].at && rows[kept - 1].alias_at == rows[i].alias_at) {
            if (rows[i].parts > rows[kept - 1].parts) {
                int32_t order = rows[kept - 1].order;
                rows[kept - 1] = rows[i];
                rows[kept - 1].order = order;
            }
        } else {
            rows[kept++] = rows[i];
        }
    }
    /* `require("a")` within an import that binds names of "a" says nothing more. */
    size_t left = 0;
    int32_t side_effect = work->engine->side_effect_kind;
    char *dropped = calloc(kept + 1, 1);
    if (!dropped) fail();
    for (size_t i = 0; i < kept; i++)
        if (rows[i].kind == side_effect)
            for (size_t other = 0; other < kept && !dropped[i]; other++)
                dropped[i] = rows[other].kind != side_effect && rows[other].module == rows[i].module
                    && rows[other].start <= rows[i].start && rows[i].end <= rows[other].end;
    for (size_t i = 0; i < kept; i++)
        if (!dropped[i]) rows[left++] = rows[i];
    free(dropped);
    if (left) qsort(rows, left, sizeof(ImportRow), by_import_place);
    return left;
}

static int32_t name_bits(const Engine *engine, const char *name, int32_t length, int *unsure) {
    *unsure = 0;
    if (engine->name_rule == RULE_NONE) return engine->default_visibility;
    int marked = 0;
    if (engine->name_rule == RULE_HASH) {
        marked = length > 0 && name[0] == '#';
    } else if (engine->name_rule == RULE_UNDERSCORE) {
        int opens = length >= 2 && name[0] == '_' && name[1] == '_';
        int closes = length >= 2 && name[length - 1] == '_' && name[length - 2] == '_';
        marked = length > 0 && name[0] == '_' && !(opens && closes);
    } else if (length > 0) {
        marked = name[0] >= 'A' && name[0] <= 'Z';
        *unsure = (unsigned char)name[0] >= 0x80;
    }
    return marked ? engine->marked_bits : engine->unmarked_bits;
}

static void relative(int32_t *column, const int32_t *base, size_t count) {
    for (size_t i = 0; i < count; i++) column[i] -= base[i];
}

static void differences(int32_t *column, size_t count) {
    for (size_t i = count; i-- > 1;) column[i] -= column[i - 1];
}

/* Puts what was found into columns, in pre-order. */
EXPORT void outline_finish(void *handle, Finished *finished) {
    Work *work = handle;
    const Engine *engine = work->engine;
    const char *data = work->data;
    Strings strings = {0};
    Numbers scratch = {0}, bound = {0};
    strings.offsets = malloc(2 * sizeof(int32_t));
    strings.blob = malloc(1);
    if (!strings.offsets || !strings.blob) fail();
    strings.offset_room = 2;
    strings.room = strings.bytes = 1;   /* the empty string is the first */
    strings.blob[0] = 0;
    strings.offsets[0] = 0;
    strings.offsets[1] = 1;
    strings.count = 1;
    for (int32_t i = 0; i < finished->more_count; i++) {
        Row *row = new_row(work);
        memcpy(row, finished->more + 12 * i, 12 * sizeof(int32_t));
    }
    for (int32_t i = 0; i < finished->exported_count; i++) push(&work->exported, finished->exported[i]);
    int32_t *numbers = NULL;
    if (finished->text_count) {
        numbers = malloc((size_t)finished->text_count * sizeof(int32_t));
        if (!numbers) fail();
        const char *text = finished->texts;
        for (int32_t i = 0; i < finished->text_count; i++) {
            size_t length = strlen(text);
            numbers[i] = intern(&strings, text, (int32_t)length);
            text += length + 1;
        }
        for (int32_t i = 0; i < finished->import_count; i++) {
            const int32_t *from = finished->imports + 8 * i;
            ImportRow *row = new_import(work);
            row->start = from[0];
            row->end = from[1];
            row->kind = from[2];
            row->module = numbers[from[3]];
            row->name = numbers[from[4]];
            row->alias = numbers[from[5]];
            row->at = from[6];
            row->alias_at = from[7];
        }
    }
    /* A name that an import binds is not a definition of its own (`const a = require("a")`). */
    for (size_t i = 0; i < work->import_count; i++)
        push(&bound, work->imports[i].alias_at >= 0 ? work->imports[i].alias_at : work->imports[i].at);
    if (bound.count) qsort(bound.at, bound.count, sizeof(int32_t), by_number);
    if (work->exported.count) qsort(work->exported.at, work->exported.count, sizeof(int32_t), by_number);

    size_t count = unique_rows(work->rows, work->row_count);
    size_t room = count * COLUMNS + work->import_count * 9 + work->super_count * 4 + 1;
    int32_t *block = malloc(room * sizeof(int32_t));
    Span *spans = malloc((count ? count : 1) * sizeof(Span));
    int32_t *stack = malloc((count ? count : 1) * sizeof(int32_t));
    uint32_t seen_size = 64;
    while (seen_size < 2 * count) seen_size *= 2;
    uint64_t *seen = engine->merging ? calloc(seen_size, sizeof(uint64_t)) : NULL;
    if (!block || !spans || !stack || (engine->merging && !seen)) fail();
    int32_t kept = 0, depth = 0;
    for (size_t i = 0; i < count; i++) {
        const Row *row = &work->rows[i];
        int32_t start = row->start, end = row->end, kind = row->kind, name_start = row->name_start;
        if (among(bound.at, (int32_t)bound.count, name_start)) continue;
        /* Two names of one span (`int a, b;`) are siblings, not container and content. */
        while (depth) {
            const Span *top = &spans[stack[depth - 1]];
            if (top->end < end || top->end <= start || (top->end == end && top->start == start)) depth--;
            else break;
        }
        int32_t around = depth ? stack[depth - 1] : -1, container = around;
        const char *name = data + name_start;
        int32_t length = row->name_end - name_start;
        if (length && is_quote(engine, name[0])) {
            while (length && is_quote(engine, name[0])) { name++; length--; }
            while (length && is_quote(engine, name[length - 1])) length--;
        }
        const Pattern *pattern = &engine->patterns[row->pattern];
        int32_t bits = header_bits(engine, data, start, name_start);
        int unsure = 0;
        if (!(bits & engine->visibility_mask)) bits |= name_bits(engine, name, length, &unsure);
        bits |= pattern->bits;
        if (among(work->exported.at, (int32_t)work->exported.count, name_start)) bits |= engine->exported_bit;
        int32_t qualifier = -1;
        if (container >= 0) {
            int32_t outer = block[(size_t)KIND * count + (size_t)container];
            if (pattern->outside >> outer & 1) continue;
            int qualified = row->qualifier_start >= 0 && row->qualifier_end > row->qualifier_start;
            if (!qualified) {
                int32_t other = engine->nested[64 * outer + kind];
                if (other >= 0) kind = other;
            }
            if (kind == engine->field_kind && (outer == engine->method_kind || outer == engine->constructor_kind)) {
                /* `self.x = ...` declares a field of the class around the method, or of its qualifier. */
                if (!qualified) qualifier = block[(size_t)QUALIFIER * count + (size_t)container];
                container = block[(size_t)CONTAINER * count + (size_t)container];
                bits |= engine->instance_bit;
            }
            if (kind == engine->method_kind)
                for (int32_t c = 0; c < engine->constructor_count; c++)
                    if (same(engine, &engine->constructors[c], name, length)) kind = engine->constructor_kind;
        }
        int32_t name_text = intern_span(&strings, &scratch, work, (int32_t)(name - data),
                                        (int32_t)(name - data) + length, 0);
        if (engine->constructors_like_types && kind == engine->constructor_kind && bits & engine->declaration_bit
            && (container < 0 || block[(size_t)NAME * count + (size_t)container] != name_text))
            continue;   /* a call of a macro among declarations */
        if (seen && engine->value_kinds >> kind & 1) {
            uint64_t identity = ((uint64_t)(uint32_t)(container + 1) << 32 | (uint32_t)name_text) + 1;
            uint32_t slot = (uint32_t)((identity * 0x9E3779B97F4A7C15u) >> 32) & (seen_size - 1);
            while (seen[slot] && seen[slot] != identity) slot = (slot + 1) & (seen_size - 1);
            if (seen[slot]) continue;
            seen[slot] = identity;
        }
        if (unsure) push(&work->unsure, kept);
        spans[kept] = (Span){start, end, around};
        stack[depth++] = kept;
        int32_t values[COLUMNS] = {start, end, name_start, 0, 0, container, kind, bits, name_text,
            row->type_start <= -2 ? numbers[-2 - row->type_start]
                : intern_span(&strings, &scratch, work, row->type_start, row->type_end, 1),
            row->parameters_start <= -2 ? numbers[-2 - row->parameters_start]
                : intern_span(&strings, &scratch, work, row->parameters_start, row->parameters_end, 1),
            qualifier >= 0 ? qualifier
                : intern_span(&strings, &scratch, work, row->qualifier_start, row->qualifier_end, 0)};
        for (int c = 0; c < COLUMNS; c++) block[(size_t)c * count + (size_t)kept] = values[c];
        kept++;
    }
    size_t n = (size_t)kept;
    if (n < count)
        for (size_t c = 1; c < COLUMNS; c++) memmove(block + c * n, block + c * count, n * sizeof(int32_t));
    place(work, block + LINE * n, block + COLUMN * n, block + NAME_START * n, kept);

    size_t imports = imports_that_count(work, &strings, &scratch);
    int32_t *at = block + COLUMNS * n;
    for (size_t i = 0; i < imports; i++) {
        const ImportRow *row = &work->imports[i];
        int32_t values[9] = {row->start, row->end, row->kind, row->module, row->name, row->alias, row->at,
                             row->alias_at, innermost(spans, kept, row->start, row->end)};
        for (size_t c = 0; c < 9; c++) at[c * imports + i] = values[c];
    }
    size_t supers = 0;
    for (size_t i = 0; i < work->super_count; i++) {
        SuperRow row = work->supers[i];
        int32_t index = innermost(spans, kept, row.start, row.start);
        if (index < 0) continue;
        /* An embedded field is a supertype of the struct that holds it, not of itself. */
        row.subtype = block[KIND * n + (size_t)index] == engine->field_kind ? block[CONTAINER * n + (size_t)index] : index;
        if (row.subtype < 0) continue;
        row.text = intern_span(&strings, &scratch, work, row.text_start, row.text_end, 1);
        work->supers[supers++] = row;
    }
    if (supers) qsort(work->supers, supers, sizeof(SuperRow), by_subtype);
    size_t unique = 0;
    for (size_t i = 0; i < supers; i++)
        if (!unique || by_subtype(&work->supers[unique - 1], &work->supers[i])) work->supers[unique++] = work->supers[i];
    int32_t *last = at + 9 * imports;
    for (size_t i = 0; i < unique; i++) {
        last[i] = work->supers[i].subtype;
        last[unique + i] = work->supers[i].relation;
        last[2 * unique + i] = work->supers[i].text;
        last[3 * unique + i] = work->supers[i].start;
    }
    /* As `facts.outline.encode` stores columns: some relative to another, some as differences. */
    relative(block + END * n, block, n);
    relative(block + NAME_START * n, block, n);
    differences(block, n);
    differences(block + LINE * n, n);
    differences(block + NAME * n, n);
    relative(at + imports, at, imports);
    differences(at, imports);
    differences(at + 6 * imports, imports);
    differences(last + 3 * unique, unique);

    work->body = block;
    work->strings = strings.blob;
    finished->body = block;
    finished->strings = strings.blob;
    finished->string_bytes = (int32_t)strings.bytes - 1;    /* without the NUL after the last one */
    finished->unsure = work->unsure.at;
    finished->unsure_count = (int32_t)work->unsure.count;
    finished->definitions = kept;
    finished->import_rows = (int32_t)imports;
    finished->super_rows = (int32_t)unique;
    finished->lines = work->line_count;
    free(numbers);
    free(seen);
    free(stack);
    free(spans);
    free(bound.at);
    free(strings.offsets);
    free(strings.table);
    free(scratch.at);
}

EXPORT void outline_free(void *handle) {
    Work *work = handle;
    free(work->nodes);
    free(work->rows);
    free(work->imports);
    free(work->supers);
    free(work->rest.at);
    free(work->exported.at);
    free(work->captured.at);
    free(work->unsure.at);
    free(work->body);
    free(work->strings);
    free(work);
}
