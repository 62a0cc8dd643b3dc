using System.Numerics;

namespace OrleansLld.Exchange;

// The occupied prices of one side of a book, each with the number of its level.
//
//   price (36 bits)  = 6 digits of 6 bits, the highest first
//
//   root   [ . x . . x . … ]        a node is 64 slots and a 64-bit map of the used ones;
//            /       \              a slot of an inner node names a child, of a leaf a level
//          [x..x]   [..x]
//
// Finding, adding and removing a price, and stepping to the next occupied price up or down, look at 6 nodes at most,
// whatever the number of levels: the next used slot in a node is one bit-scan. The digits that neighbouring prices share lead
// through the same nodes, so the path stays in cache. Nodes come from a pool and go back when empty: no allocation in steady
// state. This is a van Emde Boas tree cut to fixed height, or an adaptive radix tree with one node size.
//
// Rejected: a heap, as the seed proposes (a cancel deep inside leaves a tombstone or costs a search); a sorted array (adding or
// removing far from the best price moves the others, and the cost grows with the book); a red-black tree (a cache miss a step).
internal sealed class PriceIndex
{
    public const int PriceBits = DigitBits * Height;

    public const int None = -1;

    private const int DigitBits = 6;
    private const int Height = 6;
    private const int Slots = 1 << DigitBits;

    private ulong[] _used = new ulong[16];
    private int[] _slots = new int[16 * Slots];
    private int _nodes = 1;
    private int _freeNode = None;

    public bool IsEmpty => _used[0] == 0;

    /// <summary>The level at the price, or <see cref="None"/>.</summary>
    public int Find(long price)
    {
        var node = 0;
        for (var shift = DigitBits * (Height - 1); ; shift -= DigitBits)
        {
            var digit = Digit(price, shift);
            if ((_used[node] >> digit & 1) == 0)
                return None;
            node = _slots[node * Slots + digit];
            if (shift == 0)
                return node;
        }
    }

    /// <summary>Adds a price that is not there.</summary>
    public void Add(long price, int level)
    {
        var node = 0;
        for (var shift = DigitBits * (Height - 1); shift > 0; shift -= DigitBits)
        {
            var digit = Digit(price, shift);
            if ((_used[node] >> digit & 1) == 0)
            {
                var child = TakeNode();
                _slots[node * Slots + digit] = child;
                _used[node] |= 1UL << digit;
            }

            node = _slots[node * Slots + digit];
        }

        _slots[node * Slots + Digit(price, 0)] = level;
        _used[node] |= 1UL << Digit(price, 0);
    }

    /// <summary>Removes a price that is there, and the nodes that nothing else uses.</summary>
    public void Remove(long price)
    {
        Span<int> path = stackalloc int[Height];
        var node = 0;
        for (var depth = 0; depth < Height; depth++)
        {
            path[depth] = node;
            node = _slots[node * Slots + Digit(price, DigitBits * (Height - 1 - depth))];
        }

        for (var depth = Height - 1; depth >= 0; depth--)
        {
            node = path[depth];
            _used[node] &= ~(1UL << Digit(price, DigitBits * (Height - 1 - depth)));
            if (_used[node] != 0 || depth == 0)
                return;
            _slots[node * Slots] = _freeNode;
            _freeNode = node;
        }
    }

    public int Lowest() => IsEmpty ? None : Descend(0, DigitBits * (Height - 1), Direction.Up);

    public int Highest() => IsEmpty ? None : Descend(0, DigitBits * (Height - 1), Direction.Down);

    /// <summary>The level at the nearest occupied price above, or <see cref="None"/>.</summary>
    public int Above(long price) => Step(price, Direction.Up);

    /// <summary>The level at the nearest occupied price below, or <see cref="None"/>.</summary>
    public int Below(long price) => Step(price, Direction.Down);

    private int Step(long price, Direction direction)
    {
        // Walk down along the price and remember the lowest node at which the path could have turned off.
        var (turnNode, turnShift, turnDigit) = (None, 0, 0);
        var node = 0;
        for (var shift = DigitBits * (Height - 1); ; shift -= DigitBits)
        {
            var digit = Digit(price, shift);
            var others = direction == Direction.Up ? _used[node] & ~1UL << digit : _used[node] & (1UL << digit) - 1;
            if (others != 0)
                (turnNode, turnShift, turnDigit) = (node, shift, Nearest(others, direction));
            if (shift == 0 || (_used[node] >> digit & 1) == 0)
                break;
            node = _slots[node * Slots + digit];
        }

        if (turnNode == None)
            return None;
        var next = _slots[turnNode * Slots + turnDigit];
        return turnShift == 0 ? next : Descend(next, turnShift - DigitBits, direction);
    }

    private int Descend(int node, int shift, Direction direction)
    {
        while (true)
        {
            node = _slots[node * Slots + Nearest(_used[node], direction)];
            if (shift == 0)
                return node;
            shift -= DigitBits;
        }
    }

    private static int Nearest(ulong used, Direction direction) =>
        direction == Direction.Up ? BitOperations.TrailingZeroCount(used) : 63 - BitOperations.LeadingZeroCount(used);

    private static int Digit(long price, int shift) => (int)(price >> shift & Slots - 1);

    private int TakeNode()
    {
        if (_freeNode != None)
        {
            var node = _freeNode;
            _freeNode = _slots[node * Slots];
            return node;
        }

        if (_nodes == _used.Length)
        {
            Array.Resize(ref _used, 2 * _nodes);
            Array.Resize(ref _slots, 2 * _nodes * Slots);
        }

        return _nodes++;
    }

    private enum Direction
    {
        Up,
        Down,
    }
}
