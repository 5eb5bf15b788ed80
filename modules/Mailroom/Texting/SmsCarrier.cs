using System.Globalization;
using System.Net;
using System.Security;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Virtuos.Kernel.Configuration;

namespace Virtuos.Mailroom;

/// <summary>The gateway would not take a text.</summary>
/// <param name="forGood">It refused this number or text; trying again is of no use.</param>
/// <param name="nobodyThere">It could not be spoken with at all, so nothing else will pass either.</param>
internal sealed class SmsNotTakenException(string reason, bool forGood, bool nobodyThere, Exception? cause = null) : Exception(reason, cause)
{
    public bool ForGood { get; } = forGood;

    public bool NobodyThere { get; } = nobodyThere;
}

/// <summary>Hands a text to the operator's gateway as its settings say; without one, lays it as a file.</summary>
internal sealed class SmsCarrier : IDisposable
{
    private const int LongestAnswer = 64 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Matching = TimeSpan.FromSeconds(1);
    private readonly Installation installation;
    private readonly SmsSettings settings;
    private readonly HttpClient client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { Timeout = Patience, MaxResponseContentBufferSize = LongestAnswer };

    public SmsCarrier(Installation installation) => (this.installation, settings) = (installation, installation.Sms);

    /// <exception cref="SmsNotTakenException">It was not taken; nothing tells whether a lost answer followed a taken text, so its id stays the same for the gateway to tell.</exception>
    public async Task Carry(OutgoingSms sms, CancellationToken cancel)
    {
        if (settings.Url is not { Length: > 0 } url)
        {
            var folder = Directory.CreateDirectory(Path.Combine(installation.Var, settings.Folder)).FullName;
            await File.WriteAllTextAsync(Path.Combine(folder, $"{sms.Id:N}.txt"), $"{sms.Recipient}\n{sms.Text}\n", cancel);
            return;
        }
        using var request = new HttpRequestMessage(new HttpMethod(settings.Method), Fill(url, sms, Uri.EscapeDataString));
        if (settings.Method != "GET") request.Content = new StringContent(Fill(settings.Body, sms, Escaping(settings.ContentType)), Encoding.UTF8, settings.ContentType);
        if (settings.Authorization is { Length: > 0 } right) request.Headers.TryAddWithoutValidation("Authorization", right);
        HttpStatusCode status;
        string said;
        try
        {
            using var answer = await client.SendAsync(request, cancel);
            (status, said) = (answer.StatusCode, await answer.Content.ReadAsStringAsync(cancel));
        }
        catch (HttpRequestException e)
        {
            throw new SmsNotTakenException($"The gateway cannot be reached: {e.HttpRequestError}", forGood: false, nobodyThere: true, e);
        }
        catch (OperationCanceledException e) when (!cancel.IsCancellationRequested)
        {
            throw new SmsNotTakenException("The gateway did not answer in time.", forGood: false, nobodyThere: true, e);
        }
        Judge(status, said);
    }

    // What it answered is not repeated in the log: gateways like to repeat the number and the text.
    private void Judge(HttpStatusCode status, string said)
    {
        var code = ((int)status).ToString(CultureInfo.InvariantCulture);
        if (settings.Refused is { Length: > 0 } refused && Regex.IsMatch(said, refused, RegexOptions.None, Matching)) throw new SmsNotTakenException($"The gateway refused it for good ({code}).", forGood: true, nobodyThere: false);
        if ((int)status is < 200 or > 299)
            throw new SmsNotTakenException($"The gateway answered {code}.", forGood: status is HttpStatusCode.BadRequest or HttpStatusCode.UnprocessableEntity, nobodyThere: (int)status >= 500 || status is HttpStatusCode.TooManyRequests);
        if (settings.Accepted is { Length: > 0 } accepted && !Regex.IsMatch(said, accepted, RegexOptions.None, Matching)) throw new SmsNotTakenException("The gateway did not say that it took it.", forGood: false, nobodyThere: false);
    }

    private string Fill(string template, OutgoingSms sms, Func<string, string> escape) => Regex.Replace(template, @"\{(id|to|from|text)\}", m => escape(m.Groups[1].Value switch
    {
        "id" => $"{sms.Id}",
        "to" => sms.Recipient,
        "from" => settings.From,
        _ => sms.Text,
    }), RegexOptions.None, Matching);

    private static Func<string, string> Escaping(string type) =>
        type.Contains("json", StringComparison.OrdinalIgnoreCase) ? text => JsonEncodedText.Encode(text).ToString()
        : type.Contains("form", StringComparison.OrdinalIgnoreCase) ? Uri.EscapeDataString
        : type.Contains("xml", StringComparison.OrdinalIgnoreCase) ? text => SecurityElement.Escape(text)
        : text => text;

    public void Dispose() => client.Dispose();
}
