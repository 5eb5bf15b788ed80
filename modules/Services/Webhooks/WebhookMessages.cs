using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;
using Virtuos.Kernel.Outbox;

namespace Virtuos.Services.Webhooks;

/// <summary>Asks a webhook whether its owner wants our messages.</summary>
internal sealed record WebhookChallenged(Guid Webhook) : IOrder
{
    public Guid Subject => Webhook;
}

/// <summary>Tells a webhook one step of its matter; steps reach it in their order.</summary>
internal sealed record WebhookNews(Guid Webhook, Guid Milestone) : IOrder
{
    public Guid Subject => Webhook;
}

/// <summary>What is posted, as documented in <c>docs/webhooks.md</c>; nothing that the feed does not say.</summary>
internal static class WebhookBody
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
    };

    public static byte[] Challenge(string challenge) => JsonSerializer.SerializeToUtf8Bytes(new { type = "challenge", challenge }, Json);

    /// <param name="step">The kind of the step, for programs.</param>
    /// <param name="title">The same for people.</param>
    public static byte[] News(Guid id, Guid matter, string about, string office, string step, string title, DateTimeOffset at, DateOnly? day, string language) =>
        JsonSerializer.SerializeToUtf8Bytes(new { type = "step", id, matter, about, office, step, title, at, day, language }, Json);
}
