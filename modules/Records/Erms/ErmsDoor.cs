using System.Net.Http.Headers;
using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Virtuos.Kernel;
using Virtuos.Kernel.Language;
using Virtuos.Kernel.Web;

namespace Virtuos.Records;

/// <summary>
/// The door of the interface: who calls, what it says, which operation that is. Nothing is read before the account is known, and nothing
/// is done before the whole message is as the standard says.
/// </summary>
internal sealed class ErmsDoor(Caller caller, RecordsDb db, ErmsReader reader, ErmsShapes shapes, AgendaScopes scopes, Texts texts, IServiceProvider services)
{
    /// <returns>The answer to write; a fault when it cannot be given in the operation's own words.</returns>
    public async Task<(XElement Answer, int Status)> Answer(Guid office, string? authorization, Stream request, CancellationToken cancel)
    {
        ErmsOperation? operation = null;
        XElement? message = null;
        try
        {
            var system = await Recognise(office, authorization, cancel);
            message = await reader.Read(request, cancel);
            (operation, var name) = Find(message);
            Check(message, system);
            var by = await AgendaScopes.By(services, system, message, cancel);
            if (by is null && !operation.Anybody && message.Part("Autorizace") is not null) throw new ErmsFaultException(ErmsStatus.User, texts.In("cs").Say(Refusal.Invalid(null, "records.erms.no-user")));
            Func<Task<XElement>> run = () => scopes.In(system, by, name, async scope => await operation.Run(new(system, by, message, scope, cancel)));
            try
            {
                return (await run(), StatusCodes.Status200OK);
            }
            catch (ErmsFaultException e) when (e.Code == ErmsStatus.Later)
            {
                // Of two that founded the same thing at once, the second finds it now.
                return (await run(), StatusCodes.Status200OK);
            }
        }
        catch (ErmsFaultException e)
        {
            if (operation?.Filler is not { } filler || e.Code == ErmsStatus.Party) return (ErmsWriter.Fault(e), e.Status == StatusCodes.Status401Unauthorized ? e.Status : StatusCodes.Status500InternalServerError);
            return (Erms.New($"{Name(message!)}Response", filler(message!), ErmsOperation.Status(e.Code, e.Message)), StatusCodes.Status200OK);
        }
    }

    // Basic sign-in with the system's code and secret (RFC 7617); which of the two was wrong is not said.
    private async Task<AgendaSystem> Recognise(Guid office, string? authorization, CancellationToken cancel)
    {
        caller.TurnTo(office);
        if (AuthenticationHeaderValue.TryParse(authorization, out var said) && said is { Scheme: "Basic", Parameter: { Length: < 1000 } words })
        {
            var bytes = new byte[words.Length];
            var pair = Convert.TryFromBase64String(words, bytes, out var length) ? Encoding.UTF8.GetString(bytes, 0, length).Split(':', 2) : [];
            if (pair is [var code, var secret] && await db.AgendaSystems.AsNoTracking().FirstOrDefaultAsync(s => s.Code == code && s.StoppedAt == null, cancel) is { } system && system.Opens(secret)) return system;
        }
        throw new ErmsFaultException(ErmsStatus.Forbidden, "Neznámý účet agendového systému.", StatusCodes.Status401Unauthorized);
    }

    private static (ErmsOperation Operation, string Name) Find(XElement message)
    {
        if (message.Name.NamespaceName == Erms.Old) throw new ErmsFaultException(ErmsStatus.Unsupported, "Zpráva je podle národního standardu z roku 2017; tato služba mluví rozhraním z roku 2023.", 400);
        var name = Name(message);
        if (message.Name.Namespace != Erms.Ns || !ErmsTable.Operations.TryGetValue(name, out var operation) || message.Name.LocalName == name != (name == "ermsAsyn"))
            throw new ErmsFaultException(ErmsStatus.Unsupported, $"Operaci {message.Name} rozhraní nemá.", 400);
        return (operation, name);
    }

    private static string Name(XElement message) => message.Name.LocalName.EndsWith("Request", StringComparison.Ordinal) ? message.Name.LocalName[..^7] : message.Name.LocalName;

    private void Check(XElement message, AgendaSystem system)
    {
        if (shapes.Fault(message) is { } fault) throw new ErmsFaultException(ErmsStatus.Structure, $"Zpráva neodpovídá standardu: {fault}", 400);
        if (message.Attribute("Zdroj") is { } from && from.Value != system.Code) throw new ErmsFaultException(ErmsStatus.Party, $"Zdroj {from.Value} není přihlášený systém {system.Code}.");
        if (message.Attribute("Cil") is { } to && to.Value != Erms.Code) throw new ErmsFaultException(ErmsStatus.Party, $"Cíl {to.Value} není tato spisová služba ({Erms.Code}).");
    }
}
