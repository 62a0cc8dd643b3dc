using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace OrleansLld.Chat;

/// <summary>Asks for many things, a bounded number of them at a time, all in the grain's turns.</summary>
internal static class SideBySide
{
    public const int AtATime = 16;

    /// <summary>The answers in the order of the questions.</summary>
    public static async Task<ImmutableArray<TAnswer>> Ask<TItem, TAnswer>(IReadOnlyList<TItem> items, Func<TItem, Task<TAnswer>> ask)
    {
        var answers = new TAnswer[items.Count];
        var next = 0;
        await Task.WhenAll(Enumerable.Range(0, Math.Min(AtATime, items.Count)).Select(_ => Lane()));
        return ImmutableCollectionsMarshal.AsImmutableArray(answers);

        async Task Lane()
        {
            while (next < items.Count)
            {
                var mine = next++;
                answers[mine] = await ask(items[mine]);
            }
        }
    }
}
