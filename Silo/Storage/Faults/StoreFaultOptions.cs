using System.ComponentModel.DataAnnotations;

namespace OrleansLld.Storage.Faults;

/// <summary>
/// Lets a silo's rows fail on purpose, whatever provider keeps them; configuration section <c>Storage:Faults</c>, off when it is not
/// there. For tests and for whoever wants to see what his own programs do then.
/// </summary>
public sealed class StoreFaultOptions
{
    public const string Section = "Storage:Faults";

    /// <summary>Chooses the operations that fail. Default 0.</summary>
    public int Seed { get; set; }

    /// <summary>The share of operations that fail and change nothing, 0 to 1. Default 0.</summary>
    [Range(0.0, 1.0)]
    public double FailShare { get; set; }

    /// <summary>The share of openings and commits that take effect, but whose caller hears of a failure, 0 to 1. Default 0.</summary>
    [Range(0.0, 1.0)]
    public double LoseAnswerShare { get; set; }

    /// <summary>Operations fail and lose their answers only while this file exists. Default: none, and they always do.</summary>
    public string SwitchFile { get; set; } = "";

    /// <summary>Every operation waits while this file exists. Default: none.</summary>
    public string StallFile { get; set; } = "";
}
