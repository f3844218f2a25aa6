//! Newtypes for every index, and the only place where integers change their width.

macro_rules! index {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        pub struct $name(pub u32);

        impl $name {
            /// The index as a `usize`, for indexing a `Vec`.
            #[inline]
            pub fn ix(self) -> usize {
                self.0 as usize
            }

            /// The newtype of position `i`; panics beyond `u32`, which no wasm module reaches.
            #[inline]
            pub fn new(i: usize) -> Self {
                $name(u32::try_from(i).expect("more than 2^32 entries"))
            }
        }
    };
}

index!(
    /// A function of the module, imports first.
    FuncIx
);
index!(
    /// A type of the module's type section (rec groups flattened).
    TypeIx
);
index!(
    /// A local of a function, parameters first.
    LocalIx
);
index!(
    /// A node of a [`Body`](crate::Body).
    NodeId
);
index!(
    /// A region (the inside of a block, loop, arm or function) of a [`Body`](crate::Body).
    Region
);
