namespace Virtuos.Ui;

/// <summary>What a sign says by its colour; the same is always said by its text too.</summary>
public enum Tone
{
    Plain,
    Info,
    Good,
    Warn,
    Bad,
}

internal static class Tones
{
    public static string? Class(this Tone tone) => tone == Tone.Plain ? null : tone.ToString().ToLowerInvariant();

    public static string Icon(this Tone tone) => tone switch { Tone.Good => "check-circle", Tone.Warn => "warning", Tone.Bad => "error", _ => "info" };
}
