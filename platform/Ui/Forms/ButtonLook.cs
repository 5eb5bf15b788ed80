namespace Virtuos.Ui;

/// <summary>How much a button asks to be pressed; one Main on a page.</summary>
public enum ButtonLook
{
    Main,
    Second,
    Quiet,

    /// <summary>Destroys something.</summary>
    Danger,

    /// <summary>Starts a service; large.</summary>
    Start,
}

internal static class ButtonLooks
{
    public static string Class(this ButtonLook look, bool small) =>
        "button" + look switch { ButtonLook.Second => " second", ButtonLook.Quiet => " quiet", ButtonLook.Danger => " danger", ButtonLook.Start => " start", _ => "" } + (small ? " small" : "");
}
