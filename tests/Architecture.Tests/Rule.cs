namespace OrleansLld;

internal static class Rule
{
    /// <summary>Fails with the list of those who break the rule, and what to do about it.</summary>
    public static void HasNoOffenders(IEnumerable<string> offenders, string advice)
    {
        var list = offenders.Distinct().Order(StringComparer.Ordinal).ToList();
        if (list.Count > 0)
            Assert.Fail($"{advice}\n  {string.Join("\n  ", list)}");
    }
}
