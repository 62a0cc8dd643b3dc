using System.Globalization;
using System.Runtime.InteropServices;

namespace OrleansLld;

/// <summary>Prints what was measured, as Markdown: the command, the machine, a table.</summary>
internal static class Report
{
    public static void Begin(string title)
    {
        Console.WriteLine($"## {title}");
        Console.WriteLine();
        var arguments = string.Join(' ', Environment.GetCommandLineArgs()[1..]);
        Console.WriteLine($"`dotnet run -c Release --project tests/Benchmarks -- {arguments}`");
        Console.WriteLine();
        Console.WriteLine(Machine());
#if DEBUG
        Console.WriteLine();
        Console.WriteLine("**Built for debugging: these figures mean nothing.**");
#endif
        Console.WriteLine();
    }

    public static void Table(IReadOnlyList<string> columns, params IReadOnlyList<IReadOnlyList<string>> rows)
    {
        Console.WriteLine($"| {string.Join(" | ", columns)} |");
        Console.WriteLine($"|{string.Concat(columns.Select((_, column) => column == 0 ? "---|" : "--:|"))}");
        foreach (var row in rows)
            Console.WriteLine($"| {string.Join(" | ", row)} |");
        Console.WriteLine();
    }

    /// <summary>What goes on meanwhile; not part of the report.</summary>
    public static void Progress(string words) => Console.Error.WriteLine(words);

    public static string Count(double number) => number.ToString("N0", CultureInfo.InvariantCulture);

    public static string Decimal(double number) => number.ToString("N2", CultureInfo.InvariantCulture);

    private static string Machine()
    {
        var memoryGiB = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 30;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Processor()}, {Environment.ProcessorCount} cores, {memoryGiB} GiB, {RuntimeInformation.OSDescription}, "
            + $"{RuntimeInformation.FrameworkDescription}");
    }

    private static string Processor()
    {
        const string cpuInfo = "/proc/cpuinfo";
        var model = File.Exists(cpuInfo)
            ? File.ReadLines(cpuInfo).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))
            : null;
        return model?.Split(':', 2)[1].Trim() ?? RuntimeInformation.ProcessArchitecture.ToString();
    }
}
