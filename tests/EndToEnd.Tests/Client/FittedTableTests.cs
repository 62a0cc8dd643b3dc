using Spectre.Console;

namespace OrleansLld.Client;

public sealed class FittedTableTests
{
    [Theory]
    [InlineData(80, "Order|Price|Placed|Client id")]
    [InlineData(50, "Order|Price|Placed")]
    [InlineData(24, "Order|Price")]
    public void A_narrow_terminal_loses_what_can_be_spared_and_breaks_nothing(int width, string headings)
    {
        var lines = Written(width, out var shown);

        shown.ShouldBe(headings);
        lines.ShouldAllBe(line => line.Length <= width);
        lines.ShouldContain(line => line.Contains("60000.01", StringComparison.Ordinal));
    }

    private static string[] Written(int width, out string headings)
    {
        using var text = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(text) });
        console.Profile.Width = width;
        var table = new FittedTable(">Order", ">Price", "Placed?", "Client id?");
        table.AddRow("1211", "60000.01", "2026-11-24 01:04:43", "85a16a9f78264f20b9967a3a02631bc0");
        table.WriteTo(console);
        var lines = text.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        headings = string.Join('|', lines[1].Split("  ", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        return lines;
    }
}
