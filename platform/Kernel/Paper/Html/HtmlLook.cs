namespace Virtuos.Kernel.Paper.Html;

/// <summary>How parts are dressed: by classes on our pages, by inline styles in mails, where no stylesheet arrives.</summary>
internal sealed class HtmlLook
{
    private readonly Dictionary<string, string>? styles;

    private HtmlLook(Dictionary<string, string>? styles) => this.styles = styles;

    public static readonly HtmlLook Page = new(null);

    public static readonly HtmlLook Mail = new(new()
    {
        ["paper"] = "max-width:640px",
        ["paper-head"] = "border-bottom:2px solid #12427d;padding-bottom:8px;margin-bottom:24px",
        ["paper-office"] = "margin:0;font-size:20px;font-weight:bold;color:#12427d",
        ["paper-unit"] = "margin:0",
        ["paper-contact"] = "margin:4px 0 0;font-size:13px;color:#575c66",
        ["paper-recipient"] = "font-style:normal;margin:16px 0 24px",
        ["paper-small"] = "font-size:13px;color:#575c66",
        ["paper-table"] = "border-collapse:collapse;width:100%;margin:16px 0",
        ["paper-start"] = "text-align:left;vertical-align:top;padding:6px 8px;border-bottom:1px solid #c2c9d4",
        ["paper-centre"] = "text-align:center;vertical-align:top;padding:6px 8px;border-bottom:1px solid #c2c9d4",
        ["paper-end"] = "text-align:right;vertical-align:top;padding:6px 8px;border-bottom:1px solid #c2c9d4",
        ["paper-closing"] = "font-weight:bold",
        ["paper-code"] = "margin:16px 0",
        ["paper-signature"] = "margin:32px 0 16px",
        ["paper-seal"] = "margin:16px 0;padding:8px 12px;background:#edf2f7;border-left:4px solid #12427d",
        ["paper-foot"] = "margin-top:24px;padding-top:8px;border-top:1px solid #c2c9d4;font-size:13px;color:#575c66",
    });

    /// <summary>True when pictures drawn in the page can be shown.</summary>
    public bool Drawings => styles is null;

    /// <summary>The attribute that dresses a part, or nothing.</summary>
    public string Of(string name) => styles is null
        ? $" class=\"{name}\""
        : styles.TryGetValue(name, out var style) ? $" style=\"{style}\"" : "";
}
