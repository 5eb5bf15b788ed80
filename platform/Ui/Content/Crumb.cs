namespace Virtuos.Ui;

/// <summary>A page above this one.</summary>
public sealed record Crumb(string Text, string Href);
