namespace Lumen.AspNetCore;

/// <summary>
/// Endpoint metadata: what a refusal tells people to do where nobody has been named who may use the endpoint. Without it the refusal names
/// the calls that a program makes; a program whose users never see its code names a setting of its own. Immutable.
/// </summary>
/// <param name="advice">What to do, as the end of a sentence, without its full stop: <c>set Shop__Traces=Open</c>.</param>
public sealed class LumenAccessAdvice(string advice)
{
    /// <summary>What to do, as the end of a sentence, without its full stop.</summary>
    public string Advice => advice;
}
