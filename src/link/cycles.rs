//! A directed graph → the shortest circle of each knot in it.
//!
//! In: for each node, where it leads. Out: one circle per strongly connected component that has any, beginning at its
//! smallest node. The components come from Tarjan's algorithm ("Depth-first search and linear graph algorithms", 1972), with
//! a stack of its own in place of recursion: the graph is as deep as users make it. Absent on purpose: what nodes are.

use std::collections::VecDeque;

/// The shortest circle through the smallest node that is on one, for every knot; in the order of those nodes.
pub(super) fn shortest(edges: &[Vec<usize>]) -> Vec<Vec<usize>> {
    let components = components(edges);
    let mut knots: Vec<Vec<usize>> = components
        .into_iter()
        .filter(|knot| knot.len() > 1 || edges[knot[0]].contains(&knot[0]))
        .collect();
    for knot in &mut knots {
        knot.sort_unstable();
    }
    knots.sort_unstable();
    let mut knot_of = vec![usize::MAX; edges.len()];
    for (index, knot) in knots.iter().enumerate() {
        for node in knot {
            knot_of[*node] = index;
        }
    }
    knots.iter().map(|knot| circle(edges, &knot_of, knot[0])).collect()
}

/// The shortest circle through a node, inside its knot.
fn circle(edges: &[Vec<usize>], knot_of: &[usize], start: usize) -> Vec<usize> {
    let mut before = std::collections::HashMap::from([(start, start)]);
    let mut waiting = VecDeque::from([start]);
    while let Some(node) = waiting.pop_front() {
        for next in edges[node].iter().copied().filter(|next| knot_of[*next] == knot_of[start]) {
            if next == start {
                return path(&before, start, node);
            }
            if let std::collections::hash_map::Entry::Vacant(place) = before.entry(next) {
                place.insert(node);
                waiting.push_back(next);
            }
        }
    }
    vec![start]
}

/// The way from `start` to `end`.
fn path(before: &std::collections::HashMap<usize, usize>, start: usize, end: usize) -> Vec<usize> {
    let mut way = vec![end];
    let mut at = end;
    while at != start {
        at = before[&at];
        way.push(at);
    }
    way.reverse();
    way
}

/// What Tarjan's algorithm knows on its way.
struct Search {
    /// By node: when it was found; zero before.
    found: Vec<usize>,
    /// By node: the earliest node that it leads back to.
    earliest: Vec<usize>,
    /// Found nodes that are in no component yet.
    open: Vec<usize>,
    is_open: Vec<bool>,
    components: Vec<Vec<usize>>,
}

/// The strongly connected components.
fn components(edges: &[Vec<usize>]) -> Vec<Vec<usize>> {
    let count = edges.len();
    let mut search = Search {
        found: vec![0; count],
        earliest: vec![0; count],
        open: vec![],
        is_open: vec![false; count],
        components: vec![],
    };
    let mut time = 0;
    for root in 0..count {
        if search.found[root] != 0 {
            continue;
        }
        // A node and how many of its edges were followed.
        let mut way = vec![(root, 0)];
        while let Some((node, followed)) = way.last_mut() {
            let node = *node;
            if *followed == 0 {
                time += 1;
                search.enter(node, time);
            }
            let next = edges[node].get(*followed).copied();
            *followed += 1;
            match next {
                Some(next) if search.found[next] == 0 => way.push((next, 0)),
                Some(next) => search.meet(node, next),
                None => {
                    way.pop();
                    search.leave(node, way.last().map(|(above, _)| *above));
                }
            }
        }
    }
    search.components
}

impl Search {
    fn enter(&mut self, node: usize, time: usize) {
        self.found[node] = time;
        self.earliest[node] = time;
        self.open.push(node);
        self.is_open[node] = true;
    }

    /// A node leads to one that was found before.
    fn meet(&mut self, node: usize, next: usize) {
        if self.is_open[next] {
            self.earliest[node] = self.earliest[node].min(self.found[next]);
        }
    }

    /// All edges of a node are followed: it closes its component, or hands what it knows to the node above.
    fn leave(&mut self, node: usize, above: Option<usize>) {
        if let Some(above) = above {
            self.earliest[above] = self.earliest[above].min(self.earliest[node]);
        }
        if self.earliest[node] != self.found[node] {
            return;
        }
        let from = self.open.iter().rposition(|open| *open == node).unwrap_or(0);
        let component = self.open.split_off(from);
        for member in &component {
            self.is_open[*member] = false;
        }
        self.components.push(component);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(edges: &[(usize, usize)], expected: &[&[usize]]) {
        let count = edges.iter().map(|(from, to)| from.max(to) + 1).max().unwrap_or(0);
        let mut graph = vec![vec![]; count];
        for (from, to) in edges {
            graph[*from].push(*to);
        }
        assert_eq!(shortest(&graph), expected, "{edges:?}");
    }

    #[test]
    fn each_knot_shows_its_shortest_circle() {
        check(&[], &[]);
        check(&[(0, 1), (1, 2), (0, 2)], &[]);
        check(&[(0, 0)], &[&[0]]);
        check(&[(0, 1), (1, 0)], &[&[0, 1]]);
        check(&[(0, 1), (1, 2), (2, 0), (1, 0)], &[&[0, 1]]);
        check(&[(2, 3), (3, 2), (0, 2), (5, 4), (4, 5)], &[&[2, 3], &[4, 5]]);
        check(&[(1, 2), (2, 3), (3, 1), (3, 4), (0, 1)], &[&[1, 2, 3]]);
    }

    #[test]
    fn a_deep_graph_takes_no_stack() {
        let count = 200_000;
        let edges: Vec<Vec<usize>> = (0..count).map(|node| vec![(node + 1) % count]).collect();
        assert_eq!(shortest(&edges)[0].len(), count);
    }
}
