using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Web;

namespace Virtuos.Peers.Tests;

/// <summary>
/// A gateway for short texts as operators run them, in the three manners that are met: <c>/json</c> takes JSON with a bearer token and
/// answers 201 or 422; <c>/form</c> takes a form with basic sign-in and answers 201 or 400 with a code; <c>/query</c> takes GET and answers
/// 200 with XML to everything, also to what it refuses. What it took is a line of JSON in <c>taken.jsonl</c>; an id that it has seen is
/// answered the same and taken once. The number ending in 999 is refused for good, in 888 the gateway is overloaded.
/// </summary>
internal static class SmsGateway
{
    public const string Token = "trial-token";
    public const string User = "office";
    public const string Password = "trial-password";
    private static readonly JsonSerializerOptions Lines = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static async Task<int> Run(int port, string folder)
    {
        using var listener = new HttpListener();
        listener.Prefixes.Add($"http://127.0.0.1:{port}/");
        listener.Start();
        Console.WriteLine("listening");
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (true)
        {
            var call = await listener.GetContextAsync();
            using var reader = new StreamReader(call.Request.InputStream, Encoding.UTF8);
            var body = await reader.ReadToEndAsync();
            var (status, type, said) = call.Request.Url!.AbsolutePath switch
            {
                "/json" => Json(call.Request, body, folder, seen),
                "/form" => Form(call.Request, body, folder, seen),
                "/query" => Query(call.Request, folder, seen),
                _ => (404, "text/plain", "no such service"),
            };
            call.Response.StatusCode = status;
            call.Response.ContentType = type;
            await call.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(said));
            call.Response.Close();
        }
    }

    private static (int, string, string) Json(HttpListenerRequest request, string body, string folder, HashSet<string> seen)
    {
        const string type = "application/json";
        if (request.HttpMethod != "POST" || request.ContentType?.StartsWith(type, StringComparison.Ordinal) != true) return (415, type, """{"error":"json only"}""");
        if (request.Headers["Authorization"] != $"Bearer {Token}") return (401, type, """{"error":"sign in"}""");
        try
        {
            var message = JsonSerializer.Deserialize<Dictionary<string, string>>(body)!;
            if (message["to"].EndsWith("888", StringComparison.Ordinal)) return (503, type, """{"error":"overloaded"}""");
            if (message["to"].EndsWith("999", StringComparison.Ordinal)) return (422, type, """{"error":"no such number"}""");
            Take(folder, seen, message["id"], message["to"], message["text"]);
            return (201, type, JsonSerializer.Serialize(new { id = message["id"], state = "queued" }));
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException)
        {
            return (422, type, """{"error":"id, to and text are needed"}""");
        }
    }

    private static (int, string, string) Form(HttpListenerRequest request, string body, string folder, HashSet<string> seen)
    {
        const string type = "application/json";
        if (request.Headers["Authorization"] != $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"{User}:{Password}"))}") return (401, type, """{"code":20003}""");
        var fields = HttpUtility.ParseQueryString(body);
        if (fields["To"] is not { } to || fields["Body"] is not { } text || fields["From"] is not { Length: > 0 }) return (400, type, """{"code":21602}""");
        if (to.EndsWith("999", StringComparison.Ordinal)) return (400, type, """{"code":21211}""");
        Take(folder, seen, fields["Reference"] ?? $"{Guid.CreateVersion7()}", to, text);
        return (201, type, """{"status":"queued"}""");
    }

    private static (int, string, string) Query(HttpListenerRequest request, string folder, HashSet<string> seen)
    {
        static (int, string, string) Answer(int error) => (200, "text/xml", $"<result><err>{error}</err></result>");
        var fields = HttpUtility.ParseQueryString(request.Url!.Query, Encoding.UTF8);
        if (fields["login"] != User || fields["password"] != Password) return Answer(3);
        if (fields["number"] is not { } number || fields["message"] is not { } text) return Answer(11);
        if (number.EndsWith("999", StringComparison.Ordinal)) return Answer(7);
        if (number.EndsWith("888", StringComparison.Ordinal)) return Answer(1);
        Take(folder, seen, fields["user_id"] ?? $"{Guid.CreateVersion7()}", number, text);
        return Answer(0);
    }

    private static void Take(string folder, HashSet<string> seen, string id, string to, string text)
    {
        if (!seen.Add(id)) return;
        File.AppendAllText(Path.Combine(folder, "taken.jsonl"), JsonSerializer.Serialize(new { id, to, text }, Lines) + "\n");
    }
}
